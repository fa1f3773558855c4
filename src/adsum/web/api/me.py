"""One's own profile, password, PIN and pay, and who has looked at one's record."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from adsum.app.actor import Actor
from adsum.app.ports.audit import AuditFilter
from adsum.domain.span import month
from adsum.errors import NotFound
from adsum.web.api.figures import SlipAnswer
from adsum.web.guard import (
    ActorHere,
    AdministrationHere,
    GuardedRoute,
    PrincipalHere,
    ServicesHere,
    needs,
)
from adsum.web.paging import Limit
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST, PersonRef

router = APIRouter(prefix="/me", tags=["me"], route_class=GuardedRoute)

_own = needs(Permission.PROFILE)
Text = Annotated[str, Field(max_length=1000)]


class NoPerson(NotFound):
    """The account belongs to nobody who is enrolled."""

    code = "me.no_person"
    remedy = "Ask the owner to connect the account with a person."


class NoSlip(NotFound):
    """There are no terms of pay."""

    code = "me.no_pay"
    remedy = "Ask HR to enter the terms of pay."


class Profile(BaseModel):
    login: str
    role: str
    person: PersonRef | None
    team_ids: list[str]
    has_pin: bool


class PasswordChange(BaseModel):
    old: Text
    new: Text


class NewPin(BaseModel):
    pin: Text


class Viewing(BaseModel):
    """Somebody looked at one's record. by: their login or the name of their program."""

    at: datetime
    by: str
    role: str
    what: str


class Viewings(BaseModel):
    """Newest first; `next` is the `before` of the next page, null at the end."""

    items: list[Viewing]
    next: int | None


@router.get("", openapi_extra=_own)
def profile(services: ServicesHere, principal: PrincipalHere) -> Profile:
    """Show one's own account."""
    with services.store.read() as records:
        person = records.people.get(principal.person_id) if principal.person_id else None
        has_pin = person is not None and records.pins.hash_of(person.id) is not None
    return Profile(
        login=principal.login,
        role=principal.role,
        person=PersonRef.of(person) if person else None,
        team_ids=sorted(principal.team_ids),
        has_pin=has_pin,
    )


@router.put("/password", status_code=204, openapi_extra=_own)
def change_password(admin: AdministrationHere, actor: ActorHere, body: PasswordChange) -> None:
    """Change one's own password; all sessions end, this one too."""
    admin.accounts.change_password(actor, body.old, body.new)


@router.put("/pin", status_code=204, openapi_extra=_own)
def set_pin(admin: AdministrationHere, actor: ActorHere, body: NewPin) -> None:
    """Choose the PIN that clocks oneself in and out without a face."""
    admin.set_pin.execute(actor, own_person(actor), body.pin)


@router.delete("/pin", status_code=204, openapi_extra=_own)
def remove_pin(admin: AdministrationHere, actor: ActorHere) -> None:
    """Take one's PIN away."""
    admin.set_pin.remove(actor, own_person(actor))


@router.get("/views", openapi_extra=_own)
def viewed(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    before: Annotated[int | None, Query(ge=1)] = None,
    limit: Limit = 100,
) -> Viewings:
    """List who has looked at or changed one's own record, and when."""
    found = admin.read_audit.execute(AuditFilter(own_person(actor)), before=before, limit=limit + 1)
    with services.store.read() as records:
        names = {entry.act.actor: "" for entry in found}
        for id in names:
            account = records.accounts.get(id)
            credential = None if account else records.credentials.get(id)
            names[id] = account.login if account else credential.name if credential else id
    shown = found[:limit]
    items = [
        Viewing(at=e.act.at, by=names[e.act.actor], role=e.act.role, what=e.act.name) for e in shown
    ]
    return Viewings(items=items, next=shown[-1].number if len(found) > limit else None)


@router.get("/pay", openapi_extra=_own)
def pay(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    on: Annotated[date | None, Query(alias="date", ge=EARLIEST, le=LATEST)] = None,
) -> SlipAnswer:
    """Show one's own pay slip of the month that holds `date` (today)."""
    asked = on or services.report.today()
    person = own_person(actor)
    slips = admin.pay_report.execute(actor, month(asked.year, asked.month), frozenset({person}))
    if not slips:
        raise NoSlip("there are no terms of pay for you")
    return SlipAnswer.of(slips[0])


def own_person(actor: Actor) -> str:
    """Return the person that an account belongs to. Raises `NoPerson`."""
    if actor.person_id is None:
        raise NoPerson("this account belongs to nobody who is enrolled")
    return actor.person_id
