"""Approve, refuse or cancel leave."""

from __future__ import annotations

from collections.abc import Sequence

from adsum.app.actor import Actor
from adsum.app.audit import Journal, Subject
from adsum.app.closed_days import check_open
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.events import Publisher
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.request_leave import check_leave, facts_of
from adsum.app.scope import check_scope, people_in_scope
from adsum.app.targets import Event
from adsum.domain.instants import local_date
from adsum.domain.leave import LeaveRequest, RequestState, cancel
from adsum.domain.leave import approve as approved
from adsum.domain.leave import refuse as refused
from adsum.domain.span import DateSpan
from adsum.errors import NotFound


class UnknownLeave(NotFound):
    """There is no such leave request."""

    code = "leave.unknown"
    remedy = "List the leave requests."


class DecideLeave:
    """Approve or refuse a leave request.

    Nobody approves leave that they asked for or would take. A refusal needs a reason. At approval
    the days must still be free, within the balance, and not closed.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(
        self, actor: Actor, request_id: str, *, approve: bool, reason: str = ""
    ) -> LeaveRequest:
        """Store the decision and return the decided request.

        Raises:
            UnknownLeave, OutOfScope, OwnRequest, LeaveDecided, LeaveOverlaps,
            LeaveExceedsBalance, PeriodLocked, InvalidLeave.
        """
        now = self._clock.now()
        with self._store.write() as records:
            rules = self._company.at(records)
            found = request_in_scope(records, rules, actor, request_id)
            if approve:
                decided = approved(found, actor.identity, now)
                check_open(records, found.span.first)
                check_leave(records, rules, found)
            else:
                decided = refused(found, actor.identity, now, reason)
            store_decision(records, rules, Journal(actor, now), found, decided)
        return decided


class CancelLeave:
    """Take back leave, pending or approved, one's own or that of somebody of one's team.

    Approved leave that reaches a closed day stays as it is.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, request_id: str) -> LeaveRequest:
        """Cancel the request and return it.

        Raises:
            UnknownLeave, OutOfScope, LeaveDecided, PeriodLocked.
        """
        now = self._clock.now()
        with self._store.write() as records:
            rules = self._company.at(records)
            found = request_in_scope(records, rules, actor, request_id)
            cancelled = cancel(found, actor.identity, now)
            if found.state is RequestState.APPROVED:
                check_open(records, found.span.first)
            store_decision(records, rules, Journal(actor, now), found, cancelled)
        return cancelled


def request_in_scope(
    records: Records, rules: CompanyRules, actor: Actor, request_id: str
) -> LeaveRequest:
    """Return a request that `actor` may see.

    Raises:
        UnknownLeave, OutOfScope.
    """
    found = records.leave.get(request_id)
    if found is None:
        raise UnknownLeave("there is no such leave request")
    check_scope(actor, rules.memberships, found.person_id, found.span.first)
    return found


def store_decision(
    records: Records,
    rules: CompanyRules,
    journal: Journal,
    found: LeaveRequest,
    decided: LeaveRequest,
) -> None:
    """Store what was decided, note it and tell of it."""
    records.leave.decide(decided)
    subject = Subject("leave", found.id, found.person_id)
    name = f"leave.{decided.state.value}"
    records.audit.append(journal.act(name, subject, before=found, after=decided))
    publisher = Publisher(records, journal.at, rules.targets)
    publisher.publish(Event.LEAVE_DECIDED, facts_of(decided))


class ListLeave:
    """Show leave requests, by id, of everybody whom the actor may see."""

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(
        self,
        actor: Actor,
        *,
        span: DateSpan | None = None,
        after: str = "",
        limit: int = 100,
        state: RequestState | None = None,
    ) -> Sequence[LeaveRequest]:
        """Return a page; `span`: of the requests that overlap it. A manager sees the requests of
        whoever belongs to the team then, or else today."""
        with self._store.read() as records:
            rules = self._company.at(records)
            today = local_date(self._clock.now(), rules.zone)
            during = span or DateSpan(today, today)
            people = people_in_scope(actor, rules.memberships, during)
            return records.leave.page(
                after=after, limit=limit, state=state, span=span, people=people
            )

    def one(self, actor: Actor, request_id: str) -> LeaveRequest:
        """Return one request. Raises `UnknownLeave`, `OutOfScope`."""
        with self._store.read() as records:
            return request_in_scope(records, self._company.at(records), actor, request_id)
