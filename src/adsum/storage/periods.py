"""Closed periods, their frozen figures and later adjustments in the database."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import Connection, Row, func, insert, select, update

from adsum.app.ports.periods import PeriodHead
from adsum.domain.closing import Adjustment, ClosedPeriod
from adsum.domain.figures import DayFigures
from adsum.domain.span import DateSpan
from adsum.storage.attendance_tables import adjustments, closed_figures, closed_periods
from adsum.storage.figures import dump_days, load_days


class SqlPeriods:
    """Implements `app.ports.periods.Periods`."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, id: str, period: ClosedPeriod) -> PeriodHead:
        by_person: defaultdict[str, list[DayFigures]] = defaultdict(list)
        for day in period.figures:
            by_person[day.person_id].append(day)
        bodies = {person: dump_days(days) for person, days in sorted(by_person.items())}
        head = PeriodHead(
            id, period.span, period.closed_by, period.closed_at, len(bodies), _digest(bodies)
        )
        self._connection.execute(
            insert(closed_periods).values(
                id=id,
                first=head.span.first,
                last=head.span.last,
                closed_by=head.closed_by,
                closed_at=head.closed_at,
                people=head.people,
                digest=head.digest,
            )
        )
        rows = [{"period_id": id, "person_id": p, "body": body} for p, body in bodies.items()]
        if rows:
            self._connection.execute(insert(closed_figures), rows)
        return head

    def heads(self) -> Sequence[PeriodHead]:
        rows = self._connection.execute(select(closed_periods).order_by(closed_periods.c.first))
        return [_head(row) for row in rows]

    def figures(
        self, span: DateSpan, people: Iterable[str] | None = None
    ) -> Iterator[tuple[str, tuple[DayFigures, ...]]]:
        wanted = None if people is None else set(people)
        for head in self.heads():
            if not head.span.overlaps(span):
                continue
            query = select(closed_figures).where(closed_figures.c.period_id == head.id)
            if wanted is not None and len(wanted) == 1:
                query = query.where(closed_figures.c.person_id.in_(wanted))
            for row in self._connection.execute(query.order_by(closed_figures.c.person_id)):
                if wanted is None or row.person_id in wanted:
                    days = load_days(row.person_id, row.body)
                    yield row.person_id, tuple(day for day in days if day.date in span)

    def post(self, period_id: str, posted: Iterable[Adjustment]) -> None:
        query = select(func.max(adjustments.c.number)).where(adjustments.c.period_id == period_id)
        first = (self._connection.execute(query).scalar() or 0) + 1
        rows = [
            {
                "period_id": period_id,
                "number": number,
                "person_id": change.person_id,
                "posted_on": change.posted_on,
                "date": change.date,
                "before_figures": None if change.before is None else dump_days([change.before]),
                "after_figures": dump_days([change.after]),
            }
            for number, change in enumerate(posted, first)
        ]
        if rows:
            self._connection.execute(insert(adjustments), rows)

    def adjustments(
        self, *, period_id: str | None = None, posted: DateSpan | None = None
    ) -> Sequence[Adjustment]:
        query = select(adjustments).order_by(
            adjustments.c.posted_on, adjustments.c.period_id, adjustments.c.number
        )
        if period_id is not None:
            query = query.where(adjustments.c.period_id == period_id)
        if posted is not None:
            query = query.where(adjustments.c.posted_on.between(posted.first, posted.last))
        return [_adjustment(row) for row in self._connection.execute(query)]

    def last_closed(self) -> date | None:
        return self._connection.execute(select(func.max(closed_periods.c.last))).scalar()

    def pseudonymise(self, person_id: str, pseudonym: str) -> int:
        count = 0
        for table in (closed_figures, adjustments):
            change = update(table).where(table.c.person_id == person_id)
            count += self._connection.execute(change.values(person_id=pseudonym)).rowcount
        return count


def _digest(bodies: dict[str, str]) -> str:
    """The digest of all bodies, whoever's they are: a forgotten person's stay as they were."""
    parts = sorted(hashlib.sha256(body.encode()).hexdigest() for body in bodies.values())
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def _head(row: Row[tuple[object, ...]]) -> PeriodHead:
    span = DateSpan(row.first, row.last)
    return PeriodHead(row.id, span, row.closed_by, row.closed_at, row.people, row.digest)


def _adjustment(row: Row[tuple[object, ...]]) -> Adjustment:
    before = load_days(row.person_id, row.before_figures) if row.before_figures else (None,)
    after = load_days(row.person_id, row.after_figures)
    return Adjustment(row.person_id, row.posted_on, row.date, before[0], after[0])
