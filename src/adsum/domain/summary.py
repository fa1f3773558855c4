"""Sums over days: by person, team or site, and by day, month or year."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from adsum.domain.figures import DayFigures
from adsum.domain.overtime import PremiumKind
from adsum.domain.record import record
from adsum.domain.workday import Flag, Status, WorkDay

Key = TypeVar("Key")
_ZERO = timedelta(0)
_NIGHT = PremiumKind.NIGHT


@record
class Summary:
    """The sum of some days. Counts are numbers of person-days, the rest are durations.

    statuses: how many days had each status. overtime, night: time by multiplier.
    """

    days: int
    statuses: Mapping[Status, int]
    worked: timedelta
    breaks: timedelta
    late: timedelta
    late_days: int
    early: timedelta
    early_days: int
    target: timedelta
    credited: timedelta
    unpaid: timedelta
    absent: timedelta
    overtime: Mapping[Decimal, timedelta]
    night: Mapping[Decimal, timedelta]
    flagged: int

    def count(self, status: Status) -> int:
        """Return how many days had `status`."""
        return self.statuses.get(status, 0)

    @property
    def balance(self) -> timedelta:
        """Worked time above (or below) the target."""
        return self.worked - self.target


def summary(days: Iterable[DayFigures]) -> Summary:
    """Return the sum of `days`."""
    given = list(days)
    statuses: defaultdict[Status, int] = defaultdict(int)
    overtime: defaultdict[Decimal, timedelta] = defaultdict(timedelta)
    night: defaultdict[Decimal, timedelta] = defaultdict(timedelta)
    for day in given:
        statuses[day.status] += 1
        for premium in day.premiums:
            kind = night if premium.kind is _NIGHT else overtime
            kind[premium.multiplier] += premium.time
    return Summary(
        days=len(given),
        statuses=dict(statuses),
        worked=sum((d.worked for d in given), _ZERO),
        breaks=sum((d.breaks for d in given), _ZERO),
        late=sum((d.late for d in given), _ZERO),
        late_days=sum(1 for d in given if d.late),
        early=sum((d.early for d in given), _ZERO),
        early_days=sum(1 for d in given if d.early),
        target=sum((d.target for d in given), _ZERO),
        credited=sum((d.credited for d in given), _ZERO),
        unpaid=sum((d.unpaid for d in given), _ZERO),
        absent=sum((d.absent for d in given), _ZERO),
        overtime=dict(sorted(overtime.items())),
        flagged=sum(1 for d in given if d.flags and d.flags - {Flag.IN_PROGRESS}),
        night=dict(sorted(night.items())),
    )


def summaries(days: Iterable[DayFigures], by: Callable[[DayFigures], Key]) -> dict[Key, Summary]:
    """Return one summary for each key, in the order in which the keys first appear.

    Keys: `by_person`, `by_month` and the like below, or tuples of them.
    """
    groups: defaultdict[Key, list[DayFigures]] = defaultdict(list)
    for day in days:
        groups[by(day)].append(day)
    return {key: summary(group) for key, group in groups.items()}


def by_person(day: DayFigures) -> str:
    return day.person_id


def by_date(day: DayFigures) -> date:
    return day.date


def by_month(day: DayFigures) -> tuple[int, int]:
    return day.date.year, day.date.month


def by_year(day: DayFigures) -> int:
    return day.date.year


def hours_by_place(days: Iterable[WorkDay]) -> dict[str, timedelta]:
    """Return the presence at each place: a session counts where the person came."""
    found: defaultdict[str, timedelta] = defaultdict(timedelta)
    for day in days:
        for session in day.sessions:
            if session.came is not None and session.went is not None:
                found[session.came.punch.place] += session.elapsed
    return dict(sorted(found.items()))
