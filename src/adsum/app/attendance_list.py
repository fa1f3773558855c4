"""What can be asked of the list of people with their figures, and how it is put in order."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from adsum.app.days import View
from adsum.app.report_query import ReportQuery
from adsum.domain.money import Money
from adsum.domain.span import DateSpan
from adsum.domain.summary import Summary
from adsum.domain.workday import Flag, Status, WorkDay

_ZERO = timedelta(0)
_STATUSES = tuple(Status)


class Only(StrEnum):
    """Who is listed. EXPECTED: who was planned to come, is excused, or came."""

    ALL = "all"
    EXPECTED = "expected"
    LATE = "late"
    ABSENT = "absent"
    FLAGGED = "flagged"


class Order(StrEnum):
    """What the list is sorted by. FIRST_IN, LAST_OUT: known of a single day only."""

    NAME = "name"
    FIRST_IN = "first_in"
    LAST_OUT = "last_out"
    STATUS = "status"
    WORKED = "worked"
    TARGET = "target"
    BALANCE = "balance"
    OVERTIME = "overtime"
    LATE = "late"
    LATE_DAYS = "late_days"
    ABSENT_DAYS = "absent_days"
    FLAGGED = "flagged"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class ListQuery:
    """Whose figures over which days. team, site: only what belongs to them.

    search: a part of the name. with_cost: whether the actor may see pay.
    """

    span: DateSpan
    search: str = ""
    only: Only = Only.ALL
    order: Order = Order.NAME
    descending: bool = False
    team: str | None = None
    site: str | None = None
    with_cost: bool = False

    def report(self) -> ReportQuery:
        """Return the report that the lines are taken from."""
        return ReportQuery(self.span, view=View.AS_CORRECTED, team=self.team, site=self.site)


@dataclass(frozen=True, slots=True)
class Times:
    """The clock of one work day. open: came and has not gone."""

    zone: str
    first_in: datetime | None
    last_out: datetime | None
    open: bool
    flags: frozenset[Flag]

    @classmethod
    def of(cls, day: WorkDay) -> Times:
        return cls(day.zone, day.first_in, day.last_out, day.open, day.flags)


@dataclass(frozen=True, slots=True)
class PersonFigures:
    """What the days of one person add up to. times: if it is a single day.

    until: without a new fact nothing of this changes before then; None: it never does.
    """

    person_id: str
    figures: Summary
    cost: Mapping[str, Money]
    times: Times | None
    until: datetime | None


@dataclass(frozen=True, slots=True)
class NamedFigures:
    """One line of the list."""

    name: str
    own: PersonFigures


@dataclass(frozen=True, slots=True)
class ListPage:
    """Some lines. next: where the next page begins; None at the end.

    pending: so many people are not worked out yet; until it is 0, lines may be missing, and the
    same question later shows more of them.
    """

    lines: tuple[NamedFigures, ...]
    next: int | None
    pending: int


def fits(own: PersonFigures, only: Only) -> bool:
    """Return whether somebody is on the list."""
    found = own.figures
    if only is Only.EXPECTED:
        return found.days > found.count(Status.UNPLANNED)
    if only is Only.LATE:
        return found.late > _ZERO
    if only is Only.ABSENT:
        return found.count(Status.ABSENT) > 0
    # Nobody without a day: they are of another team or site.
    return found.flagged > 0 if only is Only.FLAGGED else found.days > 0


def in_order(lines: Iterable[NamedFigures], query: ListQuery) -> list[NamedFigures]:
    """Return lines that come by name in the order that is asked for; those without a value last."""
    given = list(lines)
    value = _VALUES.get(query.order)
    if value is None:
        return given[::-1] if query.descending else given
    known = [line for line in given if value(line.own) is not None]
    rest = [line for line in given if value(line.own) is None]
    return sorted(known, key=lambda line: value(line.own), reverse=query.descending) + rest


def _status(own: PersonFigures) -> int | None:
    ranks = (_STATUSES.index(status) for status, days in own.figures.statuses.items() if days)
    return min(ranks, default=None)


def _cost(own: PersonFigures) -> Any:
    return next((money.amount for money in own.cost.values()), None)


# None: no value, which is never before one.
_VALUES: Mapping[Order, Callable[[PersonFigures], Any]] = {
    Order.FIRST_IN: lambda own: own.times and own.times.first_in,
    Order.LAST_OUT: lambda own: own.times and own.times.last_out,
    Order.STATUS: _status,
    Order.WORKED: lambda own: own.figures.worked,
    Order.TARGET: lambda own: own.figures.target,
    Order.BALANCE: lambda own: own.figures.balance,
    Order.OVERTIME: lambda own: sum(own.figures.overtime.values(), _ZERO),
    Order.LATE: lambda own: own.figures.late,
    Order.LATE_DAYS: lambda own: own.figures.late_days,
    Order.ABSENT_DAYS: lambda own: own.figures.count(Status.ABSENT),
    Order.FLAGGED: lambda own: own.figures.flagged,
    Order.COST: _cost,
}
