"""Late, early and missed: the sessions of a day against its shifts."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import pairwise

from adsum.domain.dayplan import DayPlan
from adsum.domain.policy import Policy
from adsum.domain.record import record
from adsum.domain.sessions import Session
from adsum.domain.shift import PlannedShift

_ZERO = timedelta(0)


@record
class ShiftMark:
    """How a shift was kept. arrived, left: UTC, None where nobody knows or the shift was missed."""

    shift: PlannedShift
    arrived: datetime | None
    left: datetime | None
    late: timedelta
    early: timedelta
    missed: bool = False


def shift_marks(
    sessions: tuple[Session, ...], plan: DayPlan, policy: Policy
) -> tuple[ShiftMark, ...]:
    """Return one mark for each demanded shift.

    With several shifts a day, the middle of the time between two of them divides: a session belongs
    to every shift whose part of the day it touches.
    """
    shifts = plan.demanded
    if len(shifts) == 1:
        return (_mark(shifts[0], list(sessions), policy),)
    borders = [a.end + (b.start - a.end) / 2 for a, b in pairwise(shifts)]
    marks = []
    for number, shift in enumerate(shifts):
        low = borders[number - 1] if number else None
        high = borders[number] if number < len(borders) else None
        marks.append(_mark(shift, [s for s in sessions if _touches(s, low, high)], policy))
    return tuple(marks)


def _touches(session: Session, low: datetime | None, high: datetime | None) -> bool:
    """Whether a session has time in [low, high); a one-sided one counts where its punch lies."""
    came = session.came or session.went
    went = session.went or session.came
    if came is None or went is None:
        return False
    after = low is None or went.punch.at > low
    return after and (high is None or came.punch.at < high)


def _mark(shift: PlannedShift, sessions: list[Session], policy: Policy) -> ShiftMark:
    if not sessions:
        return ShiftMark(shift, None, None, _ZERO, _ZERO, missed=True)
    came, went = sessions[0].came, sessions[-1].went
    arrived = came.punch.at if came is not None else None
    left = went.punch.at if went is not None else None
    own = shift.shift
    late = early = _ZERO
    if arrived is not None and shift.demanded_start is not None:
        grace = policy.grace_in if own.grace_in is None else own.grace_in
        late = _beyond(arrived - shift.demanded_start, grace)
    if left is not None and shift.demanded_end is not None:
        grace = policy.grace_out if own.grace_out is None else own.grace_out
        early = _beyond(shift.demanded_end - left, grace)
    return ShiftMark(shift, arrived, left, late, early)


def _beyond(by: timedelta, grace: timedelta) -> timedelta:
    """All of `by` once it exceeds the grace, else nothing."""
    return by if by > grace else _ZERO
