"""Corrections of the punch log: proposed with a reason, approved by somebody else."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Self

from fastapi import APIRouter, Query, Response
from pydantic import BaseModel, Field

from adsum.app.propose_correction import CorrectionDraft
from adsum.domain.correction import Act, Approval, Correction
from adsum.domain.punch import Direction
from adsum.web.api.punches import PunchFact
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.paging import After, Limit, Page, page
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST, Instant, PersonId

router = APIRouter(prefix="/corrections", tags=["corrections"], route_class=GuardedRoute)

Reason = Annotated[str, Field(min_length=1, max_length=1000)]
Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]


class NewCorrection(BaseModel):
    """add: at, and if need be direction and place. ignore, set_direction: target is a punch.
    revoke: target is a correction."""

    person_id: PersonId
    act: Act
    reason: Reason
    target: Annotated[str, Field(max_length=64)] | None = None
    at: Instant | None = None
    place: Annotated[str, Field(min_length=1, max_length=120)] | None = None
    direction: Direction | None = None


class CorrectionAnswer(BaseModel):
    """A correction with its decision, if there is one."""

    id: str
    person_id: str
    act: Act
    author: str
    reason: str
    made_at: datetime
    target: str | None
    added: PunchFact | None
    direction: Direction | None
    approval: Approval
    decided_by: str | None
    decided_at: datetime | None

    @classmethod
    def of(cls, correction: Correction) -> Self:
        return cls(
            id=correction.id,
            person_id=correction.person_id,
            act=correction.act,
            author=correction.author,
            reason=correction.reason,
            made_at=correction.made_at,
            target=correction.target,
            added=PunchFact.of(correction.added) if correction.added else None,
            direction=correction.direction,
            approval=correction.approval,
            decided_by=correction.decided_by,
            decided_at=correction.decided_at,
        )


class Refusal(BaseModel):
    reason: Annotated[str, Field(max_length=1000)] = ""


class Days(BaseModel):
    """From `first` to `last`, both included."""

    first: Day
    last: Day


@router.get("", openapi_extra=needs(Permission.CORRECTIONS_READ))
def list_corrections(
    admin: AdministrationHere,
    actor: ActorHere,
    after: After = "",
    limit: Limit = 100,
    approval: Annotated[Approval | None, Query()] = None,
) -> Page[CorrectionAnswer]:
    """List the corrections of everybody in one's scope, by id."""
    found = admin.list_corrections.execute(actor, after=after, limit=limit + 1, approval=approval)
    return page(found, limit, lambda row: row.id, CorrectionAnswer.of)


@router.post("", status_code=201, openapi_extra=needs(Permission.CORRECTIONS_PROPOSE))
def propose(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    body: NewCorrection,
    response: Response,
) -> CorrectionAnswer:
    """Say that the record is wrong. Nothing changes until somebody else approves."""
    draft = CorrectionDraft(
        person_id=body.person_id,
        act=body.act,
        reason=body.reason,
        target=body.target,
        at=body.at,
        place=body.place or services.place,
        direction=body.direction,
    )
    correction = admin.propose_correction.execute(actor, draft)
    response.headers["Location"] = f"/api/v1/corrections/{correction.id}"
    return CorrectionAnswer.of(correction)


@router.post("/forgotten", openapi_extra=needs(Permission.PERIODS_CLOSE))
def propose_forgotten(
    admin: AdministrationHere, actor: ActorHere, body: Days
) -> list[CorrectionAnswer]:
    """Propose a correction for each forgotten check-out of some days; none is made twice."""
    found = admin.propose_forgotten.execute(actor, body.first, body.last)
    return [CorrectionAnswer.of(one) for one in found]


@router.get("/{correction_id}", openapi_extra=needs(Permission.CORRECTIONS_READ))
def show(admin: AdministrationHere, actor: ActorHere, correction_id: str) -> CorrectionAnswer:
    """Show one correction."""
    return CorrectionAnswer.of(admin.list_corrections.one(actor, correction_id))


@router.post("/{correction_id}/approval", openapi_extra=needs(Permission.CORRECTIONS_DECIDE))
def approve(admin: AdministrationHere, actor: ActorHere, correction_id: str) -> CorrectionAnswer:
    """Approve a correction that somebody else made, of somebody else's record."""
    decided = admin.decide_correction.execute(actor, correction_id, approve=True)
    return CorrectionAnswer.of(decided)


@router.post("/{correction_id}/refusal", openapi_extra=needs(Permission.CORRECTIONS_DECIDE))
def refuse(
    admin: AdministrationHere, actor: ActorHere, correction_id: str, body: Refusal | None = None
) -> CorrectionAnswer:
    """Refuse a correction; it stays on record without effect."""
    reason = body.reason if body else ""
    decided = admin.decide_correction.execute(actor, correction_id, approve=False, reason=reason)
    return CorrectionAnswer.of(decided)
