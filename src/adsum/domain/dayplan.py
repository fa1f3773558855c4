"""What is planned for one person on one day: shifts, less holidays and leave."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from adsum.domain.calendar import FreeDay, Portion
from adsum.domain.leave import LeaveRequest
from adsum.domain.rules import PersonRules
from adsum.domain.shift import PlannedShift, planned

_ZERO = timedelta(0)


class Excuse(StrEnum):
    """Why planned time need not be worked."""

    HOLIDAY = "holiday"
    LEAVE = "leave"


@dataclass(frozen=True, slots=True)
class Credit:
    """Planned `time` that need not be worked. paid: it is credited as if it had been."""

    excuse: Excuse
    name: str
    portion: Portion
    time: timedelta
    paid: bool


@dataclass(frozen=True, slots=True)
class DayPlan:
    """The plan of a work day.

    rostered: the shifts of the rotation. demanded: what is left of them after holidays and leave.
    assigned: there is an assignment, so a day without shifts is a rest day.
    target: paid time that was to be worked in the demanded shifts.
    """

    date: date
    zone: str | None
    rostered: tuple[PlannedShift, ...] = ()
    demanded: tuple[PlannedShift, ...] = ()
    free: FreeDay | None = None
    credits: tuple[Credit, ...] = ()
    assigned: bool = False
    target: timedelta = _ZERO


class Planner:
    """One person's plans by date, each worked out once.

    roster: the planner of the same rules without leave, which many people may share.
    """

    def __init__(self, rules: PersonRules, roster: Planner | None = None) -> None:
        self._rules = rules
        self._roster = roster
        self._plans: dict[date, DayPlan] = {}

    def on(self, day: date) -> DayPlan:
        """Return the plan of `day`."""
        if self._roster is not None and not self._rules.leave_on(day):
            return self._roster.on(day)
        found = self._plans.get(day)
        if found is None:
            found = self._plans[day] = day_plan(self._rules, day)
        return found


def day_plan(rules: PersonRules, day: date) -> DayPlan:
    """Return the plan of `day`. A holiday goes before leave: no leave is used up on it."""
    assignment = rules.assignment_on(day)
    if assignment is None:
        return DayPlan(day, None)
    shifts = assignment.rotation.on(day)
    breaks = rules.policies.on(day).breaks
    rostered = tuple(planned(shift, day, assignment.zone, breaks) for shift in shifts)
    free = assignment.calendar.on(day)
    leave = rules.leave_on(day)
    plan = DayPlan(day, assignment.zone, rostered, rostered, free, (), True, _target(rostered))
    return _excused(plan, leave) if free is not None or leave else plan


def _excused(plan: DayPlan, leave: tuple[LeaveRequest, ...]) -> DayPlan:
    free = plan.free
    parts: list[tuple[Excuse, str, Portion, bool]] = []
    if free is not None:
        parts.append((Excuse.HOLIDAY, free.name, free.portion, True))
    parts += [(Excuse.LEAVE, r.type.name, r.portion, r.type.paid) for r in leave]
    left, taken, credits = plan.rostered, set[Portion](), list[Credit]()
    for excuse, name, portion, paid in parts:
        before = _target(left)
        taken.add(portion)
        left = _remaining(plan.rostered, taken)
        credited = before - _target(left)
        if credited or not plan.rostered:
            credits.append(Credit(excuse, name, portion, credited, paid))
    return replace(plan, demanded=left, credits=tuple(credits), target=_target(left))


def _target(shifts: tuple[PlannedShift, ...]) -> timedelta:
    return sum((shift.target for shift in shifts), _ZERO)


def _remaining(rostered: tuple[PlannedShift, ...], taken: set[Portion]) -> tuple[PlannedShift, ...]:
    """What is left of the shifts: half a day ends or begins at half of the planned time."""
    if Portion.WHOLE in taken or len(taken) > 1:
        return ()
    half = sum((s.end - s.start for s in rostered), _ZERO) / 2
    kept = []
    for shift in rostered:
        early = min(half, shift.end - shift.start)
        half -= early
        kept.append(_part(shift, early, Portion.MORNING in taken))
    return tuple(shift for shift in kept if shift is not None)


def _part(shift: PlannedShift, early: timedelta, first_free: bool) -> PlannedShift | None:
    """What is left of a shift when its first `early` is free, or else all the rest of it."""
    length = shift.end - shift.start
    stays = length - early if first_free else early
    if not stays:
        return None
    if stays == length:
        return shift
    target = shift.target * (stays / length)
    if shift.shift.hours is not None:
        # With flexible hours nobody can say which hours are the free half: only the target halves.
        return replace(shift, demanded_start=None, demanded_end=None, target=target)
    middle = shift.start + early
    if first_free:
        return replace(shift, start=middle, demanded_start=middle, target=target)
    return replace(shift, end=middle, demanded_end=middle, target=target)
