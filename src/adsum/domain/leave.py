"""Leave: types, requests and their approval."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from adsum.domain.calendar import Portion
from adsum.domain.instants import instant
from adsum.domain.span import DateSpan
from adsum.errors import Conflict, InvalidInput


class InvalidLeave(InvalidInput):
    """A leave request that cannot be meant."""

    code = "leave.invalid"
    remedy = "Half days are for a single date; give a reason when refusing."


class LeaveDecided(Conflict):
    """The request was decided before."""

    code = "leave.decided"
    remedy = "Cancel it and make a new request."


class LeaveOverlaps(Conflict):
    """There is leave on some of the dates already."""

    code = "leave.overlaps"
    remedy = "Cancel the other request first, or change the dates."


class OwnRequest(Conflict):
    """Nobody approves what they asked for themselves."""

    code = "approval.own"
    remedy = "Ask another person with the right to approve."


@dataclass(frozen=True, slots=True)
class LeaveType:
    """A kind of leave. paid: its hours are credited. limited: it is taken from a balance."""

    id: str
    name: str
    paid: bool = True
    limited: bool = True


class RequestState(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REFUSED = "refused"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class LeaveRequest:
    """Somebody asks for leave on `span`. Only APPROVED leave changes a work day."""

    id: str
    person_id: str
    type: LeaveType
    span: DateSpan
    requested_by: str
    requested_at: datetime
    portion: Portion = Portion.WHOLE
    state: RequestState = RequestState.PENDING
    decided_by: str | None = None
    decided_at: datetime | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        object.__setattr__(self, "requested_at", instant(self.requested_at))
        if self.portion is not Portion.WHOLE and len(self.span) > 1:
            raise InvalidLeave("half a day of leave is on one date")

    def covers(self, day: date) -> bool:
        """Whether the person is on approved leave on (a part of) `day`."""
        return self.state is RequestState.APPROVED and day in self.span


def approve(request: LeaveRequest, by: str, at: datetime) -> LeaveRequest:
    """Return the approved request.

    Raises:
        LeaveDecided: it is not pending. OwnRequest: `by` asked for it or would take it.
    """
    if by in (request.requested_by, request.person_id):
        raise OwnRequest("a leave request is approved by somebody else")
    return _decided(request, RequestState.APPROVED, by, at, "")


def refuse(request: LeaveRequest, by: str, at: datetime, reason: str) -> LeaveRequest:
    """Return the refused request; the person is owed a reason."""
    if not reason.strip():
        raise InvalidLeave("a refusal needs a reason")
    return _decided(request, RequestState.REFUSED, by, at, reason)


def cancel(request: LeaveRequest, by: str, at: datetime) -> LeaveRequest:
    """Return the request taken back, pending or approved."""
    if request.state not in (RequestState.PENDING, RequestState.APPROVED):
        raise LeaveDecided(f"the request is {request.state} already")
    return replace(request, state=RequestState.CANCELLED, decided_by=by, decided_at=instant(at))


def check_free(request: LeaveRequest, others: tuple[LeaveRequest, ...]) -> None:
    """Refuse `request` if the person has pending or approved leave at the same time.

    Raises:
        LeaveOverlaps: a day is taken; two different halves of one date do not overlap.
    """
    for other in others:
        live = other.state in (RequestState.PENDING, RequestState.APPROVED)
        if other.id == request.id or other.person_id != request.person_id or not live:
            continue
        halves = {request.portion, other.portion} == {Portion.MORNING, Portion.AFTERNOON}
        if request.span.overlaps(other.span) and not halves:
            raise LeaveOverlaps(f"{other.span.first} to {other.span.last} is {other.state}")


def _decided(
    request: LeaveRequest, state: RequestState, by: str, at: datetime, reason: str
) -> LeaveRequest:
    if request.state is not RequestState.PENDING:
        raise LeaveDecided(f"the request is {request.state} already")
    return replace(request, state=state, decided_by=by, decided_at=instant(at), reason=reason)
