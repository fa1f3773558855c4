"""Leave requests and their decisions in the database."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sqlalchemy import Connection, Row, Select, and_, func, insert, select, update

from adsum.app import codec
from adsum.app.ports.documents import RULES
from adsum.domain.leave import LeaveRequest, RequestState
from adsum.domain.span import DateSpan
from adsum.errors import Conflict
from adsum.storage.attendance_tables import leave_decisions as decisions
from adsum.storage.attendance_tables import leave_requests as requests
from adsum.storage.documents import SqlGenerations
from adsum.storage.unique import insert_unique


class LeaveRequestExists(Conflict):
    """There is a leave request with this id."""

    code = "leave.exists"
    remedy = "Nothing is lost: the first request counts."


class SqlLeaveRequests:
    """Implements `app.ports.leave.LeaveRequests`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._generations = SqlGenerations(connection)

    def add(self, request: LeaveRequest) -> None:
        row = insert(requests).values(
            id=request.id,
            person_id=request.person_id,
            first=request.span.first,
            last=request.span.last,
            body=codec.dumps(request),
        )
        known = LeaveRequestExists(f"the leave request {request.id} is recorded already")
        insert_unique(self._connection, row, known)

    def decide(self, request: LeaveRequest) -> None:
        query = select(func.max(decisions.c.number)).where(decisions.c.request_id == request.id)
        number = self._connection.execute(query).scalar() or 0
        row = insert(decisions).values(
            request_id=request.id,
            number=number + 1,
            state=request.state.value,
            decided_by=request.decided_by,
            decided_at=request.decided_at,
            reason=request.reason,
        )
        self._connection.execute(row)
        self._generations.bump(RULES)

    def get(self, request_id: str) -> LeaveRequest | None:
        row = self._connection.execute(_all().where(requests.c.id == request_id)).first()
        return None if row is None else _request(row)

    def of(self, person_id: str) -> Sequence[LeaveRequest]:
        query = _all().where(requests.c.person_id == person_id)
        rows = self._connection.execute(query.order_by(requests.c.first, requests.c.id))
        return [_request(row) for row in rows]

    def page(
        self,
        *,
        after: str = "",
        limit: int = 100,
        state: RequestState | None = None,
        span: DateSpan | None = None,
        people: Iterable[str] | None = None,
    ) -> Sequence[LeaveRequest]:
        query = _all().where(requests.c.id > after).order_by(requests.c.id).limit(limit)
        if state is RequestState.PENDING:
            query = query.where(decisions.c.state.is_(None))
        elif state is not None:
            query = query.where(decisions.c.state == state.value)
        if span is not None:
            query = query.where(requests.c.first <= span.last, requests.c.last >= span.first)
        if people is not None:
            query = query.where(requests.c.person_id.in_(sorted(people)))
        return [_request(row) for row in self._connection.execute(query)]

    def approved(self) -> Sequence[LeaveRequest]:
        query = _all().where(decisions.c.state == RequestState.APPROVED.value)
        rows = self._connection.execute(query.order_by(requests.c.first, requests.c.id))
        return [_request(row) for row in rows]

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        own = self.of(person_id)
        for request in own:
            by = pseudonym if request.requested_by == person_id else request.requested_by
            made = replace(
                request,
                person_id=pseudonym,
                requested_by=by,
                state=RequestState.PENDING,
                decided_by=None,
                decided_at=None,
                reason="",
            )
            change = update(requests).where(requests.c.id == request.id)
            values = {"person_id": pseudonym, "body": codec.dumps(made)}
            self._connection.execute(change.values(**values))
        self._generations.bump(RULES)
        return len(own)


def _all() -> Select[tuple[object, ...]]:
    later = decisions.alias("later")
    newest = (
        select(func.max(later.c.number))
        .where(later.c.request_id == requests.c.id)
        .scalar_subquery()
    )
    last = and_(decisions.c.request_id == requests.c.id, decisions.c.number == newest)
    return select(
        requests.c.id,
        requests.c.body,
        decisions.c.state,
        decisions.c.decided_by,
        decisions.c.decided_at,
        decisions.c.reason,
    ).select_from(requests.outerjoin(decisions, last))


def _request(row: Row[tuple[object, ...]]) -> LeaveRequest:
    made = codec.loads(LeaveRequest, row.body)
    if row.state is None:
        return made
    return replace(
        made,
        state=RequestState(row.state),
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        reason=row.reason,
    )
