"""Leave: asked for, approved or refused with a reason, taken back; and what is left."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Self

from fastapi import APIRouter, Depends, Query, Response
from pydantic import BaseModel, Field

from adsum.app.leave_balances import Standing
from adsum.app.request_leave import LeaveDraft
from adsum.domain.calendar import Portion
from adsum.domain.leave import LeaveRequest, RequestState
from adsum.domain.span import DateSpan
from adsum.web.guard import ActorHere, AdministrationHere, GuardedRoute, ServicesHere, needs
from adsum.web.paging import After, Limit, Page, page
from adsum.web.permissions import Permission
from adsum.web.shapes import EARLIEST, LATEST, PersonId

router = APIRouter(prefix="/leave", tags=["leave"], route_class=GuardedRoute)

Day = Annotated[date, Field(ge=EARLIEST, le=LATEST)]
AskedDay = Annotated[date | None, Query(ge=EARLIEST, le=LATEST)]


class NewLeave(BaseModel):
    """type: id of a leave type. portion: half days are for a single date."""

    person_id: PersonId
    type: Annotated[str, Field(min_length=1, max_length=48)]
    first: Day
    last: Day
    portion: Portion = Portion.WHOLE


class LeaveAnswer(BaseModel):
    """A request with its decision, if there is one."""

    id: str
    person_id: str
    type: str
    type_name: str
    first: date
    last: date
    portion: Portion
    state: RequestState
    requested_by: str
    requested_at: datetime
    decided_by: str | None
    decided_at: datetime | None
    reason: str

    @classmethod
    def of(cls, request: LeaveRequest) -> Self:
        return cls(
            id=request.id,
            person_id=request.person_id,
            type=request.type.id,
            type_name=request.type.name,
            first=request.span.first,
            last=request.span.last,
            portion=request.portion,
            state=request.state,
            requested_by=request.requested_by,
            requested_at=request.requested_at,
            decided_by=request.decided_by,
            decided_at=request.decided_at,
            reason=request.reason,
        )


class Refusal(BaseModel):
    """The person is owed a reason."""

    reason: Annotated[str, Field(min_length=1, max_length=1000)]


class BalanceAnswer(BaseModel):
    """Days of one entitlement. left = entitled + carried - taken - pending."""

    type: str
    type_name: str
    first: date
    last: date
    entitled: Decimal
    carried: Decimal
    taken: Decimal
    pending: Decimal
    left: Decimal

    @classmethod
    def of(cls, standing: Standing) -> Self:
        entitlement, balance = standing.entitlement, standing.balance
        return cls(
            type=entitlement.type.id,
            type_name=entitlement.type.name,
            first=entitlement.span.first,
            last=entitlement.span.last,
            entitled=balance.entitled,
            carried=balance.carried,
            taken=balance.taken,
            pending=balance.pending,
            left=balance.left,
        )


def _span(first: AskedDay = None, last: AskedDay = None) -> DateSpan | None:
    if first is None and last is None:
        return None
    return DateSpan(first or EARLIEST, last or LATEST)


@router.get("", openapi_extra=needs(Permission.LEAVE_READ))
def list_leave(
    admin: AdministrationHere,
    actor: ActorHere,
    span: Annotated[DateSpan | None, Depends(_span)],
    after: After = "",
    limit: Limit = 100,
    state: Annotated[RequestState | None, Query()] = None,
) -> Page[LeaveAnswer]:
    """List the requests of everybody in one's scope, by id; those that overlap first to last."""
    found = admin.list_leave.execute(actor, span=span, after=after, limit=limit + 1, state=state)
    return page(found, limit, lambda row: row.id, LeaveAnswer.of)


@router.post("", status_code=201, openapi_extra=needs(Permission.LEAVE_REQUEST))
def request_leave(
    admin: AdministrationHere, actor: ActorHere, body: NewLeave, response: Response
) -> LeaveAnswer:
    """Ask for leave, for oneself or for somebody in one's scope."""
    draft = LeaveDraft(
        person_id=body.person_id,
        type=body.type,
        span=DateSpan(body.first, body.last),
        portion=body.portion,
    )
    request = admin.request_leave.execute(actor, draft)
    response.headers["Location"] = f"/api/v1/leave/{request.id}"
    return LeaveAnswer.of(request)


@router.get("/balances", openapi_extra=needs(Permission.LEAVE_READ))
def balances(
    services: ServicesHere,
    admin: AdministrationHere,
    actor: ActorHere,
    person_id: Annotated[PersonId, Query()],
    on: AskedDay = None,
) -> list[BalanceAnswer]:
    """Show what is left of each entitlement of a person, as of a day (today)."""
    asked = on or services.report.today()
    found = admin.leave_balances.execute(actor, person_id, asked)
    return [BalanceAnswer.of(standing) for standing in found]


@router.get("/{request_id}", openapi_extra=needs(Permission.LEAVE_READ))
def show(admin: AdministrationHere, actor: ActorHere, request_id: str) -> LeaveAnswer:
    """Show one request."""
    return LeaveAnswer.of(admin.list_leave.one(actor, request_id))


@router.post("/{request_id}/approval", openapi_extra=needs(Permission.LEAVE_DECIDE))
def approve(admin: AdministrationHere, actor: ActorHere, request_id: str) -> LeaveAnswer:
    """Approve leave that somebody else asked for."""
    return LeaveAnswer.of(admin.decide_leave.execute(actor, request_id, approve=True))


@router.post("/{request_id}/refusal", openapi_extra=needs(Permission.LEAVE_DECIDE))
def refuse(
    admin: AdministrationHere, actor: ActorHere, request_id: str, body: Refusal
) -> LeaveAnswer:
    """Refuse leave, with a reason."""
    decided = admin.decide_leave.execute(actor, request_id, approve=False, reason=body.reason)
    return LeaveAnswer.of(decided)


@router.post("/{request_id}/cancellation", openapi_extra=needs(Permission.LEAVE_REQUEST))
def cancel(admin: AdministrationHere, actor: ActorHere, request_id: str) -> LeaveAnswer:
    """Take leave back, pending or approved."""
    return LeaveAnswer.of(admin.cancel_leave.execute(actor, request_id))
