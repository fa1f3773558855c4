"""Shifts: what is planned for a person on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from adsum.domain.breaks import BreakRule
from adsum.domain.instants import wall_instant
from adsum.errors import InvalidInput

_ZERO = timedelta(0)
_DAY = timedelta(days=1)


class InvalidShift(InvalidInput):
    """A shift that cannot be worked."""

    code = "shift.invalid"
    remedy = "Give wall-clock times; core hours and a target only with flexible hours."


@dataclass(frozen=True, slots=True)
class Shift:
    """Planned hours on the wall clock. An `end` at or before `start` is on the following date.

    hours: with flexible hours, the time to be worked between `start` and `end`; None: the shift is
        fixed and everything from start to end less the unpaid breaks is to be worked.
    core: with flexible hours, the times between which everybody must be there; None: no such.
    grace_in, grace_out: replace the policy's grace; None: the policy's.
    """

    id: str
    start: time
    end: time
    breaks: tuple[BreakRule, ...] = ()
    hours: timedelta | None = None
    core: tuple[time, time] | None = None
    grace_in: timedelta | None = None
    grace_out: timedelta | None = None

    def __post_init__(self) -> None:
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise InvalidShift("shift times are wall-clock times without an offset")
        if self.hours is not None and self.hours <= _ZERO:
            raise InvalidShift("flexible hours are longer than zero")
        if self.core is not None and self.hours is None:
            raise InvalidShift("core hours belong to flexible hours")

    @property
    def crosses_midnight(self) -> bool:
        return self.end <= self.start


@dataclass(frozen=True, slots=True)
class PlannedShift:
    """A shift on a date, as UTC instants.

    start, end: when somebody is to be there; demanded_start and demanded_end: the times that late
    and early are measured against (the core hours when flexible), None: neither can be.
    target: paid working time that is expected.
    """

    shift: Shift
    start: datetime
    end: datetime
    demanded_start: datetime | None
    demanded_end: datetime | None
    target: timedelta


def planned(
    shift: Shift, day: date, zone_name: str, usual_breaks: tuple[BreakRule, ...] = ()
) -> PlannedShift:
    """Return `shift` on `day`. On the nights when clocks change it is an hour longer or shorter.

    usual_breaks: the policy's, for a shift that has no breaks of its own.
    """
    start = wall_instant(day, shift.start, zone_name)
    end = wall_instant(day + _DAY if shift.crosses_midnight else day, shift.end, zone_name)
    if shift.hours is None:
        target = end - start - unpaid_break(shift.breaks or usual_breaks, end - start)
        return PlannedShift(shift, start, end, start, end, target)
    if shift.core is None:
        return PlannedShift(shift, start, end, None, None, shift.hours)
    first, last = (_inside(shift, day, zone_name, at) for at in shift.core)
    return PlannedShift(shift, start, end, first, last, shift.hours)


def unpaid_break(rules: tuple[BreakRule, ...], present: timedelta) -> timedelta:
    """Return the unpaid break that `rules` take from an unbroken presence."""
    fixed = sum((r.length for r in rules if not r.paid and r.starts is not None), _ZERO)
    floating = [
        min(r.length, present - r.after)
        for r in rules
        if not r.paid and r.starts is None and present > r.after
    ]
    return max(fixed, *floating) if floating else fixed


def _inside(shift: Shift, day: date, zone_name: str, at: time) -> datetime:
    """The instant of a core time, which may lie after midnight in a shift that crosses it."""
    later = shift.crosses_midnight and at < shift.start
    return wall_instant(day + _DAY if later else day, at, zone_name)
