"""Ask for leave."""

from __future__ import annotations

from dataclasses import dataclass

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.clocking import UnknownPerson
from adsum.app.closed_days import check_open
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.events import Publisher
from adsum.app.ids import new_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.scope import check_scope
from adsum.app.targets import Event
from adsum.domain.calendar import Portion
from adsum.domain.leave import LeaveRequest, check_free
from adsum.domain.leave_balance import LeaveExceedsBalance, check_balance
from adsum.domain.span import DateSpan
from adsum.errors import NotFound


class UnknownLeaveType(NotFound):
    """There is no such type of leave."""

    code = "leave.unknown_type"
    remedy = "List the types of leave."


class NoEntitlement(LeaveExceedsBalance):
    """The type of leave is limited, and the person has no days of it then."""

    code = "leave.no_entitlement"
    remedy = "Ask HR to enter the days that the person has for that year."


@dataclass(frozen=True, slots=True)
class LeaveDraft:
    """Leave of a type on some dates; half days are for a single date."""

    person_id: str
    type: str
    span: DateSpan
    portion: Portion = Portion.WHOLE


class RequestLeave:
    """Ask for leave, for oneself or for somebody of one's team.

    Days that are taken already, closed, or more than what is left are refused. The request changes
    nothing until somebody else approves it.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, draft: LeaveDraft) -> LeaveRequest:
        """Store the pending request.

        Raises:
            InvalidLeave, LeaveOverlaps, LeaveExceedsBalance, NoEntitlement, PeriodLocked,
            UnknownLeaveType, UnknownPerson, OutOfScope.
        """
        now = self._clock.now()
        with self._store.write() as records:
            rules = self._company.at(records)
            if records.people.get(draft.person_id) is None:
                raise UnknownPerson("the person is not enrolled")
            check_scope(actor, rules.memberships, draft.person_id, draft.span.first)
            type_ = rules.leave_types.get(draft.type)
            if type_ is None:
                raise UnknownLeaveType(f"there is no type of leave {draft.type!r}")
            request = LeaveRequest(
                new_id(),
                draft.person_id,
                type_,
                draft.span,
                actor.identity,
                now,
                draft.portion,
            )
            check_open(records, draft.span.first)
            check_leave(records, rules, request)
            records.leave.add(request)
            subject = Subject("leave", request.id, request.person_id)
            act = Journal(actor, now).act("leave.requested", subject, after=request)
            records.audit.append(act)
            Publisher(records, now, rules.targets).publish(Event.LEAVE_REQUESTED, facts_of(request))
        return request


def check_leave(records: Records, rules: CompanyRules, request: LeaveRequest) -> None:
    """Refuse leave on taken days, or beyond what is left of each entitlement that it touches.

    Raises:
        LeaveOverlaps, LeaveExceedsBalance, NoEntitlement.
    """
    others = tuple(records.leave.of(request.person_id))
    check_free(request, others)
    if not request.type.limited:
        return
    covered = 0
    for entitlement in rules.entitlements.get(request.person_id, ()):
        within = entitlement.span.overlap(request.span)
        if entitlement.type.id == request.type.id and within is not None:
            covered += len(within)
            check_balance(request, entitlement, others, rules.of(request.person_id))
    if covered < len(request.span):
        raise NoEntitlement("there is no entitlement to this leave on all of these days")


def facts_of(request: LeaveRequest) -> dict[str, str]:
    """Return what the outside is told about a request."""
    return {
        "leave_id": request.id,
        "person_id": request.person_id,
        "type": request.type.id,
        "first": request.span.first.isoformat(),
        "last": request.span.last.isoformat(),
        "state": request.state.value,
    }
