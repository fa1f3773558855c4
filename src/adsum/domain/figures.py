"""The figures of a work day alone: what is summed, paid and frozen when a period is closed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from datetime import timedelta

from adsum.domain.overtime import Premium, night_of, overtime_of
from adsum.domain.record import record
from adsum.domain.workday import Flag, Status, WorkDay

_ZERO = timedelta(0)


@record
class DayFigures:
    """One person's day in numbers, with the meaning that they have in `WorkDay`.

    place: where the person came first, None without punches. flags: for those who check the sheet.
    """

    person_id: str
    date: dt.date
    status: Status
    place: str | None = None
    worked: timedelta = _ZERO
    breaks: timedelta = _ZERO
    late: timedelta = _ZERO
    early: timedelta = _ZERO
    target: timedelta = _ZERO
    credited: timedelta = _ZERO
    unpaid: timedelta = _ZERO
    absent: timedelta = _ZERO
    premiums: tuple[Premium, ...] = ()
    flags: frozenset[Flag] = frozenset()

    @property
    def overtime(self) -> timedelta:
        """Worked time that is paid more than once for its length or its day."""
        return overtime_of(self.premiums) if self.premiums else _ZERO

    @property
    def night(self) -> timedelta:
        """Worked time that is paid more for the hour of the day, beside any overtime."""
        return night_of(self.premiums) if self.premiums else _ZERO

    @property
    def regular(self) -> timedelta:
        """Worked time that is paid once."""
        return self.worked - self.overtime


def figures(day: WorkDay) -> DayFigures:
    """Return the numbers of `day` without the punches and rules behind them."""
    return DayFigures(
        day.person_id,
        day.span.date,
        day.status,
        day.punches[0].punch.place if day.punches else None,
        day.worked,
        day.breaks,
        day.late,
        day.early,
        day.target,
        day.credited,
        day.unpaid,
        day.absent,
        day.premiums,
        day.flags,
    )


def all_figures(days: Iterable[WorkDay]) -> tuple[DayFigures, ...]:
    """Return the numbers of many days, in the same order."""
    return tuple(figures(day) for day in days)
