"""Closed periods: frozen figures, and adjustments for what is learnt later."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsum.domain.figures import DayFigures
from adsum.domain.instants import instant
from adsum.domain.policy import Policy, PolicyBook
from adsum.domain.span import DateSpan
from adsum.domain.workday import Status
from adsum.errors import Conflict

_DAY = timedelta(days=1)


class PeriodLocked(Conflict):
    """A rule would change days that are closed."""

    code = "period.locked"
    remedy = "Let the change begin after the last closed period."


class PeriodOverlaps(Conflict):
    """Some of the days are closed already."""

    code = "period.overlaps"
    remedy = "Close the days that follow the last closed period."


class PeriodUnfinished(Conflict):
    """There are open days in the period."""

    code = "period.unfinished"
    remedy = "Correct the open days, or close anyway and adjust in the next period."


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """The figures of all people for `span`, as they were when the period was closed."""

    span: DateSpan
    closed_by: str
    closed_at: datetime
    figures: tuple[DayFigures, ...]

    def __post_init__(self) -> None:
        object.__setattr__(self, "closed_at", instant(self.closed_at))


@dataclass(frozen=True, slots=True)
class Adjustment:
    """A closed day turned out differently; the difference is accounted for on `posted_on`.

    before: the figures as last accounted for; None: the day was not known. after: the figures now.
    """

    person_id: str
    posted_on: dt.date
    date: dt.date
    before: DayFigures | None
    after: DayFigures


def close(
    span: DateSpan,
    figures: Iterable[DayFigures],
    closed: Iterable[ClosedPeriod],
    *,
    by: str,
    at: datetime,
    even_if_open: bool = False,
) -> ClosedPeriod:
    """Freeze the figures of `span`.

    Raises:
        PeriodOverlaps: a day is closed already. PeriodUnfinished: somebody's day is still open.
    """
    for period in closed:
        if period.span.overlaps(span):
            raise PeriodOverlaps(f"{period.span.first} to {period.span.last} is closed")
    within = tuple(day for day in figures if day.date in span)
    unfinished = [day for day in within if day.status is Status.OPEN]
    if unfinished and not even_if_open:
        first = unfinished[0]
        raise PeriodUnfinished(
            f"{len(unfinished)} days are open, the first on {first.date} of {first.person_id}"
        )
    return ClosedPeriod(span, by, at, within)


def adjustments(
    closed: ClosedPeriod,
    now: Iterable[DayFigures],
    posted_on: date,
    posted: Iterable[Adjustment] = (),
) -> tuple[Adjustment, ...]:
    """Return what late punches and corrections change about a closed period.

    now: the period's figures worked out again with the rules of the time of closing. posted: the
    adjustments of this period that were accounted for before, oldest first; each difference is
    accounted for once.
    """
    known = {(day.person_id, day.date): day for day in closed.figures}
    known.update({(a.person_id, a.date): a.after for a in posted if a.date in closed.span})
    found = []
    for day in now:
        before = known.get((day.person_id, day.date))
        if day.date in closed.span and before != day:
            found.append(Adjustment(day.person_id, posted_on, day.date, before, day))
    return tuple(found)


def first_open(closed: Iterable[ClosedPeriod], start: date) -> date:
    """Return the first date from `start` on that no closed period holds."""
    spans = sorted(period.span for period in closed)
    day = start
    for span in spans:
        if day in span:
            day = span.last + _DAY
    return day


def check_unlocked(since: date, closed: Iterable[ClosedPeriod]) -> None:
    """Refuse a change of rules (policy, shift, assignment, leave) that reaches a closed period.

    Raises:
        PeriodLocked: the change would be in force on a closed day.
    """
    last = max((period.span.last for period in closed), default=None)
    if last is not None and since <= last:
        raise PeriodLocked(f"the days up to {last} are closed")


def amended(book: PolicyBook, version: Policy, closed: Iterable[ClosedPeriod]) -> PolicyBook:
    """Return the policy with one more version; one of the same validity date is replaced.

    Raises:
        PeriodLocked: it would be in force on a closed day.
    """
    check_unlocked(version.valid_from, closed)
    kept = [old for old in book.versions if old.valid_from != version.valid_from]
    return PolicyBook(tuple(sorted((*kept, version), key=lambda v: v.valid_from)))
