"""The audit log: who did or saw what, and whether it is as it was written."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query
from pydantic import BaseModel

from adsum.app.ports.audit import AuditEntry
from adsum.web.guard import AdministrationHere, GuardedRoute, needs
from adsum.web.paging import Limit
from adsum.web.permissions import Permission
from adsum.web.shapes import PersonId

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


@router.get("", openapi_extra=needs(Permission.AUDIT_READ))
def list_entries(
    admin: AdministrationHere,
    before: Before = None,
    limit: Limit = 100,
    person_id: Annotated[PersonId | None, Query()] = None,
    actor: Annotated[str | None, Query(max_length=64)] = None,
) -> EntryPage:
    """List the newest entries; of one person's record, or by one account or credential."""
    entries = admin.read_audit.execute(
        before=before, limit=limit + 1, person_id=person_id, by=actor
    )
    return EntryPage.of(entries, limit)


@router.get("/verdict", openapi_extra=needs(Permission.AUDIT_READ))
def verify(admin: AdministrationHere) -> VerdictAnswer:
    """Check the whole chain and name the first broken link."""
    found = admin.verify_audit.execute()
    link = found.broken
    broken = BrokenAnswer(number=link.number, reason=link.reason) if link else None
    return VerdictAnswer(entries=found.entries, head=found.head, broken=broken)
