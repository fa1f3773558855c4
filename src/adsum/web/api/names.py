"""Names for the ids that other answers hold: people, accounts, programs and devices."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from adsum.app.actor import Actor
from adsum.app.administration import Administration
from adsum.app.ports.store import Records
from adsum.domain.span import DateSpan
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.permissions import Permission
from adsum.web.scope import people_visible
from adsum.web.shapes import EARLIEST, LATEST

router = APIRouter(prefix="/names", tags=["names"], route_class=GuardedRoute)

Ids = Annotated[list[Annotated[str, Query(max_length=64)]], Query(alias="id", max_length=200)]


@router.get("", openapi_extra=needs(Permission.PROFILE))
def names(
    services: ServicesHere, admin: AdministrationHere, actor: ActorHere, ids: Ids
) -> dict[str, str]:
    """Return the name of each `id`; unknown ones, and people out of one's scope, are left out."""
    asked = frozenset(ids)
    with services.store.read() as records:
        found = _staff(records, asked)
        people = records.people.names(asked)
    visible = _visible(admin, actor) if people else None
    shown = {id: name for id, name in people.items() if visible is None or id in visible}
    return found | shown


def _visible(admin: Administration, actor: Actor) -> frozenset[str] | None:
    """Return whose name the actor may know: whoever was in their scope on any day; None: all."""
    return people_visible(admin, actor, DateSpan(EARLIEST, LATEST))


def _staff(records: Records, ids: frozenset[str]) -> dict[str, str]:
    """Return the logins and the names of credentials among `ids`."""
    found: dict[str, str] = {}
    for id in ids:
        account = records.accounts.get(id)
        credential = None if account else records.credentials.get(id)
        name = account.login if account else credential.name if credential else None
        if name is not None:
            found[id] = name
    return found
