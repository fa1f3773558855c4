"""Worked time and breaks of a day, from its sessions."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from adsum.domain.breaks import BreakRule
from adsum.domain.dayplan import DayPlan
from adsum.domain.instants import wall_instant
from adsum.domain.policy import Policy
from adsum.domain.record import record
from adsum.domain.rounding import rounded
from adsum.domain.sessions import Session

_ZERO = timedelta(0)
_DAY = timedelta(days=1)
Interval = tuple[datetime, datetime]


@record
class WorkTime:
    """How the sessions of a day become worked time.

    intervals: the complete sessions after rounding and clipping to the shift (UTC).
    present: their sum. away: time between them. paid_away: the part of it that paid breaks cover.
    fixed: presence during fixed unpaid breaks. demanded: what was missing of the other unpaid ones.
    worked = present + paid_away - fixed - demanded.
    """

    intervals: tuple[Interval, ...]
    present: timedelta = _ZERO
    away: timedelta = _ZERO
    paid_away: timedelta = _ZERO
    fixed: timedelta = _ZERO
    demanded: timedelta = _ZERO

    @property
    def worked(self) -> timedelta:
        return self.present + self.paid_away - self.fixed - self.demanded

    @property
    def breaks(self) -> timedelta:
        """Unpaid time between the first coming and the last going."""
        return self.away - self.paid_away + self.fixed + self.demanded


NOTHING = WorkTime(())


def break_rules(plan: DayPlan, policy: Policy) -> tuple[BreakRule, ...]:
    """Return the breaks of the day: those of its shifts; where they say nothing, the policy's."""
    if not plan.rostered:
        return policy.breaks
    return tuple(r for s in plan.rostered for r in s.shift.breaks) or policy.breaks


def work_time(sessions: tuple[Session, ...], plan: DayPlan, policy: Policy) -> WorkTime:
    """Return the worked time of the complete sessions; open ones add nothing."""
    intervals = tuple(_intervals(sessions, plan, policy))
    if not intervals:
        return NOTHING
    present = away = _ZERO
    left = intervals[0][0]
    for start, end in intervals:
        present += end - start
        away += start - left
        left = end
    rules = break_rules(plan, policy)
    if not rules:
        return WorkTime(intervals, present, away)
    paid = fixed = demanded = _ZERO
    for rule in rules:
        if rule.paid:
            paid = min(away, paid + rule.length)
        elif rule.starts is not None:
            fixed += _during(rule, intervals, plan)
    for rule in rules:
        demanded = max(demanded, _missing(rule, present, away - paid + fixed))
    return WorkTime(intervals, present, away, paid, fixed, demanded)


def _intervals(sessions: tuple[Session, ...], plan: DayPlan, policy: Policy) -> list[Interval]:
    found: list[Interval] = []
    for session in sessions:
        if session.came is None or session.went is None:
            continue
        came, went = session.came.punch, session.went.punch
        start, end = came.at, went.at
        if policy.rounding.step:
            step = policy.rounding.step
            start = rounded(start, step, policy.rounding.coming, came.zone)
            end = rounded(end, step, policy.rounding.going, went.zone)
        if plan.rostered:
            start, end = _clipped(start, end, plan, policy)
        if found:
            start = max(start, found[-1][1])  # rounding must not count a minute twice
        # To come and go in one instant is no stay, and no break ends with it.
        if start < end:
            found.append((start, end))
    return found


def _clipped(start: datetime, end: datetime, plan: DayPlan, policy: Policy) -> Interval:
    if not policy.count_before_shift:
        start = max(start, min(shift.start for shift in plan.rostered))
    if not policy.count_after_shift:
        end = min(end, max(shift.end for shift in plan.rostered))
    return start, end


def fixed_breaks(plan: DayPlan, policy: Policy) -> Iterator[Interval]:
    """Yield when the unpaid breaks at fixed times are."""
    for rule in break_rules(plan, policy):
        if not rule.paid:
            yield from _times(rule, plan)


def _times(rule: BreakRule, plan: DayPlan) -> Iterator[Interval]:
    """Yield when a fixed break is, which in a night shift may lie on the following date."""
    if rule.starts is None or plan.zone is None:
        return
    for day in (plan.date, plan.date + _DAY):
        begins = wall_instant(day, rule.starts, plan.zone)
        if day == plan.date or any(s.start <= begins < s.end for s in plan.rostered):
            yield begins, begins + rule.length


def _during(rule: BreakRule, intervals: tuple[Interval, ...], plan: DayPlan) -> timedelta:
    """Presence during a fixed break."""
    total = _ZERO
    for begins, ends in _times(rule, plan):
        for start, end in intervals:
            total += max(min(end, ends) - max(start, begins), _ZERO)
    return total


def _missing(rule: BreakRule, present: timedelta, taken: timedelta) -> timedelta:
    """What was not taken of a demanded break, but never below the presence that demands it."""
    if rule.paid or rule.starts is not None or present <= rule.after:
        return _ZERO
    return max(min(rule.length - taken, present - rule.after), _ZERO)
