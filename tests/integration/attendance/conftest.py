"""A company on a real SQLite file, spoken to through its use cases."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from adsum.app.actor import Actor
from adsum.app.administration import Administration, Tools, administration
from adsum.app.clocking import PunchResult
from adsum.app.company import Company
from adsum.app.ports.store import Store
from adsum.app.principal import Role
from adsum.app.punch_manually import ManualPunch
from adsum.app.put_document import Change
from adsum.app.sign_in import Accounts
from adsum.domain.person import Person
from adsum.domain.punch import Direction
from adsum.storage.engine import open_engine
from adsum.storage.schema import bring_up_to_date
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault
from tests.fakes.clock import FakeClock
from tests.fakes.company import FakeHolidays
from tests.fakes.secrets import FakeHasher, FakeTokens

BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2026, 3, 2, 5, tzinfo=UTC)
OWNER = Actor("owner", Role.OWNER)
HR = Actor("hr", Role.HR)
BOSS = Actor("boss", Role.MANAGER, "bob", frozenset({"north"}))
ADA = Actor("ada-account", Role.EMPLOYEE, "ada")
PEOPLE = ("ada", "bob", "cleo")


class Office:
    """Ada and Bob in team north, Cleo in none; 08:00 to 16:30 on weekdays with half an hour of
    break, in Berlin, where 6 March is a holiday."""

    def __init__(self, store: Store, clock: FakeClock) -> None:
        self.store, self.clock = store, clock
        holidays = FakeHolidays({date(2026, 3, 6): "Founders"})
        self.company = Company(store, clock, holidays, "Europe/Berlin")
        hasher, tokens = FakeHasher(), FakeTokens()
        tools = Tools(store, clock, self.company, hasher, tokens)
        self.accounts = Accounts(store, clock, hasher, tokens)
        self.do: Administration = administration(tools, holidays, self.accounts)
        with store.write() as records:
            for id in PEOPLE:
                records.people.add(Person(id, id.title(), START))

    def put(self, kind: str, id: str, expected: int | None = None, **body: Any) -> Any:
        """Put one document as HR and return it."""
        return self.do.put_document.execute(HR, Change(kind, id, body, expected))

    def set_up(self) -> None:
        self.put("holiday_set", "xx", name="Holidays", country="XX")
        self.put("site", "hq", name="HQ", zone="Europe/Berlin", holidays="xx")
        self.put("place", "main", name="Main door", site="hq")
        pause = {"length": "PT30M", "after": "PT6H"}
        self.put("shift", "day", name="Day", start="08:00", end="16:30", breaks=[pause])
        self.put("rotation", "week", name="Week", days=[["day"]] * 5 + [[], []])
        self.put("team", "north", name="North", site="hq")
        for person in ("ada", "bob"):
            self.put("membership", f"{person}-north", person=person, team="north")
        self.put("assignment", "north-week", rotation="week", site="hq", team="north")
        self.put("leave_type", "holiday", name="Holiday")
        year = {"first": "2026-01-01", "last": "2026-12-31"}
        self.put("entitlement", "ada-26", person="ada", type="holiday", days="3", **year)
        rate = {"amount": "20", "currency": "EUR"}
        self.put("pay", "ada", terms={"person_id": "ada", "kind": "hourly", "rate": rate})

    def at(self, day: str, wall: str) -> datetime:
        """Return a wall clock time of 2026 in Berlin, for example ("03-02", "08:00")."""
        return datetime.fromisoformat(f"2026-{day}T{wall}").replace(tzinfo=BERLIN).astimezone(UTC)

    def move_to(self, day: str, wall: str = "12:00") -> None:
        """Set the clock forward."""
        self.clock.advance(self.at(day, wall) - self.clock.now())

    def punch(
        self, person: str, day: str, wall: str, direction: Direction | None = None
    ) -> PunchResult:
        """Punch by hand at that time."""
        given = ManualPunch(person, "main", self.at(day, wall), direction)
        return self.do.punch_manually.execute(HR, given)

    def acts(self) -> list[str]:
        """Return the names of all audited acts, oldest first."""
        with self.store.read() as records:
            return [entry.act.name for entry in records.audit.entries()]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[SqlStore]:
    engine = open_engine(f"sqlite:///{tmp_path / 'adsum.db'}")
    bring_up_to_date(engine)
    opened = SqlStore(engine, Vault(b"k" * 32))
    yield opened
    opened.close()


@pytest.fixture
def office(store: SqlStore) -> Office:
    """The company without documents."""
    return Office(store, FakeClock(START))


@pytest.fixture
def firm(office: Office) -> Office:
    """The company set up, at the end of Monday, 2 March 2026."""
    office.set_up()
    office.move_to("03-02", "23:00")
    return office
