"""A small company with somebody in each role, for the tests of the API."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from fastapi import FastAPI

from adsum.app.actor import SYSTEM
from adsum.app.manage_credentials import CredentialDraft
from adsum.app.ports.accounts import AccessToken, Account
from adsum.app.ports.credentials import CredentialKind
from adsum.app.principal import Role
from adsum.app.put_document import Change
from adsum.app.services import Services
from adsum.config.settings import Settings
from adsum.domain.person import Person
from adsum.main import Application
from adsum.web.app import make_app
from adsum.web.ratelimit import Rate, RateLimits
from tests.contract.servers import empty_database
from tests.fakes.clock import FakeClock
from tests.integration.web.conftest import Client

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)  # a Monday
GENEROUS = RateLimits(Rate(1e6, 1e6), Rate(1e6, 1e6))
ROLES = ("guest", "owner", "hr", "manager", "employee", "device")


@dataclass
class World:
    """Emil is in the team of Mara the manager, Otto is in nobody's whom she leads."""

    services: Services
    app: FastAPI
    clients: dict[str, Client] = field(default_factory=dict)

    def __call__(self, role: str, method: str, path: str, **options: Any) -> Any:
        return self.clients[role](method, f"/api/v1{path}", **options)

    def put(self, kind: str, id: str, **body: Any) -> None:
        self.services.administration.put_document.execute(SYSTEM, Change(kind, id, body))


def build(services: Services) -> World:
    """Set the company up through the store; hashing passwords would take seconds."""
    world = World(services, make_app(services, limits=GENEROUS))
    now = services.clock.now()
    with services.store.write() as records:
        for name in ("emil", "mara", "otto"):
            records.people.add(Person(name, name.capitalize(), now))
    _setup(world)
    _accounts(world, now)
    return world


@contextmanager
def company_on(kind: str, folder: Path, cache: Path, pipeline: Any) -> Iterator[World]:
    """Yield the company on a new database of `kind`; skips where its server is missing."""
    with empty_database(kind, folder) as url:
        settings = Settings(
            data=folder, cache=cache, database_url=url, zone="Europe/Berlin", workers=1
        )
        application = Application(settings, clock=FakeClock(NOON))
        application.__dict__["pipeline"] = pipeline
        try:
            yield build(application.services())
        finally:
            application.store.close()


def _setup(world: World) -> None:
    world.put("site", "hq", name="Headquarters", zone="Europe/Berlin")
    world.put("place", "door", name="Front door", site="hq")
    world.put("team", "red", name="Red", site="hq")
    world.put("team", "blue", name="Blue", site="hq")
    world.put("membership", "m1", person="emil", team="red", first="2020-01-01")
    world.put("membership", "m2", person="otto", team="blue", first="2020-01-01")
    world.put("shift", "day", name="Day", start="09:00", end="17:00")
    days = [["day"]] * 5 + [[], []]
    world.put("rotation", "week", name="Week", days=days, anchor="2024-01-01")
    world.put("assignment", "a1", rotation="week", site="hq", team="red", first="2026-01-01")
    world.put("leave_type", "holiday", name="Holiday")
    world.put(
        "entitlement",
        "e1",
        person="emil",
        type="holiday",
        first="2026-01-01",
        last="2026-12-31",
        days="30",
    )
    rate = {"amount": "20", "currency": "EUR"}
    world.put("pay", "p1", terms={"person_id": "emil", "kind": "hourly", "rate": rate})


def _accounts(world: World, now: datetime) -> None:
    world.clients["guest"] = Client(world.app)
    for role, person in (("owner", None), ("hr", None), ("manager", "mara"), ("employee", "emil")):
        teams = frozenset({"red"}) if role == "manager" else frozenset()
        account = Account(role, role, Role(role).value, "unused", now, person, teams)
        digest = hashlib.sha256(f"{role}-token".encode()).hexdigest()
        with world.services.store.write() as records:
            records.accounts.add(account)
            records.accounts.add_token(AccessToken(digest, role, now, now + timedelta(days=99)))
        world.clients[role] = Client(world.app, f"{role}-token")
    draft = CredentialDraft(CredentialKind.DEVICE, "kiosk", Role.DEVICE, place="door")
    _, token = world.services.administration.credentials.issue(SYSTEM, draft)
    world.clients["device"] = Client(world.app, token)
