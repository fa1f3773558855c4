"""The audit log: who did or saw what, and whether it is as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query
from pydantic import BaseModel

from adsum.app.ports.audit import AuditEntry, AuditFilter
from adsum.domain.instants import wall_instant
from adsum.web.guard import AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.paging import Limit
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST, PersonId

router = APIRouter(prefix="/audit", tags=["audit"], route_class=GuardedRoute)

Before = Annotated[int | None, Query(ge=1, description="`next` of the page before")]


class EntryAnswer(BaseModel):
    """One entry. actor: an account or a credential. before, after: SHA-256 of the thing."""

    number: int
    at: datetime
    actor: str
    role: str
    name: str
    kind: str
    subject: str
    person_id: str | None
    before: str | None
    after: str | None
    detail: dict[str, str]
    previous: str
    digest: str

    @classmethod
    def of(cls, entry: AuditEntry) -> Self:
        act = entry.act
        return cls(
            number=entry.number,
            at=act.at,
            actor=act.actor,
            role=act.role,
            name=act.name,
            kind=act.kind,
            subject=act.subject,
            person_id=act.person_id,
            before=act.before,
            after=act.after,
            detail=act.detail,
            previous=entry.previous,
            digest=entry.digest,
        )


class EntryPage(BaseModel):
    """Newest first; `next` is the `before` of the next page, null at the end."""

    items: list[EntryAnswer]
    next: int | None

    @classmethod
    def of(cls, entries: Sequence[AuditEntry], limit: int) -> Self:
        shown = [EntryAnswer.of(entry) for entry in entries[:limit]]
        return cls(items=shown, next=shown[-1].number if len(entries) > limit else None)


class BrokenAnswer(BaseModel):
    number: int
    reason: str


class VerdictAnswer(BaseModel):
    """entries: how many are whole. head: the digest of the last of them; note it elsewhere."""

    entries: int
    head: str
    broken: BrokenAnswer | None


class ChoicesAnswer(BaseModel):
    """What the list can be narrowed to."""

    actors: list[str]
    kinds: list[str]


_Day = Annotated[date | None, Query(ge=EARLIEST, le=LATEST)]
_Word = Annotated[str | None, Query(max_length=64)]


def _filter(
    services: ServicesHere,
    person_id: Annotated[PersonId | None, Query()] = None,
    actor: _Word = None,
    kind: _Word = None,
    first: _Day = None,
    last: _Day = None,
) -> AuditFilter:
    """first, last: dates of the company's calendar, both included."""
    midnight = partial(wall_instant, at=time(), zone_name=services.zone)
    since = None if first is None else midnight(first)
    until = None if last is None else midnight(last + timedelta(days=1))
    return AuditFilter(person_id, actor, kind, since, until)


@router.get("", openapi_extra=needs(Permission.AUDIT_READ))
def list_entries(
    admin: AdministrationHere,
    wanted: Annotated[AuditFilter, Depends(_filter)],
    before: Before = None,
    limit: Limit = 100,
) -> EntryPage:
    """List the newest entries; of one person's record, by one account or credential, about one kind
    of thing, of some days."""
    entries = admin.read_audit.execute(wanted, before=before, limit=limit + 1)
    return EntryPage.of(entries, limit)


@router.get("/choices", openapi_extra=needs(Permission.AUDIT_READ))
def choices(admin: AdministrationHere) -> ChoicesAnswer:
    """List the actors and the kinds of things that entries name."""
    actors, kinds = admin.read_audit.occurring()
    return ChoicesAnswer(actors=actors, kinds=kinds)


@router.get("/verdict", openapi_extra=needs(Permission.AUDIT_READ))
def verify(admin: AdministrationHere) -> VerdictAnswer:
    """Check the whole chain and name the first broken link."""
    found = admin.verify_audit.execute()
    link = found.broken
    broken = BrokenAnswer(number=link.number, reason=link.reason) if link else None
    return VerdictAnswer(entries=found.entries, head=found.head, broken=broken)
