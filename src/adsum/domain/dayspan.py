"""Which work day a punch belongs to: the day of the shift, not the day of the calendar.

Days are told apart by fixed instants (the cuts) that follow from the plan alone, never from the
punches. That is why a forgotten check-out cannot leak into the next day, and why punches that
arrive late or out of order never move others to another day.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from adsum.domain.dayplan import Planner
from adsum.domain.instants import wall_instant
from adsum.domain.punch import Punch
from adsum.domain.rules import NO_RULES, PersonRules

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DaySpan:
    """The work day `date` lasts from `start` (UTC, included) to `end` (UTC, not included).

    zone: the wall clock that the day is told by. planned: the cuts come from the person's plan and
    hold for punches of every zone; otherwise only for punches made in `zone`.
    """

    date: date
    zone: str
    start: datetime
    end: datetime
    planned: bool = False

    def holds(self, punch: Punch) -> bool:
        """Whether `punch` belongs to this day without looking further."""
        return self.start <= punch.at < self.end and (self.planned or punch.zone == self.zone)


class DaySpans:
    """The work days under some rules; leave does not move them, so people may share them.

    A day begins at the policy's hour, unless that lies within `late_departure` after the end of
    the last shift of the day before or within `early_arrival` before the day's own first shift:
    then it gives way to the shift. Where two shifts are too close for both, the middle
    between them divides.
    """

    def __init__(self, rules: PersonRules = NO_RULES) -> None:
        self.rules = replace(rules, leave=())
        self.policies = rules.policies
        self.planner = Planner(self.rules)
        self._spans: dict[tuple[date, str], DaySpan] = {}
        self._cuts: dict[tuple[date, str], datetime] = {}
        self._assigned = bool(rules.assignments)

    def of(self, at: datetime, zone_name: str) -> DaySpan:
        """Return the work day that holds the instant `at` for somebody in `zone_name`."""
        # The UTC date is at most a day off, and asking for spans is cheaper than for local dates.
        day = at.date()
        found = self.on(day, zone_name)
        while at < found.start:
            found = self.on(found.date - _DAY, zone_name)
        while at >= found.end:
            found = self.on(found.date + _DAY, zone_name)
        return found

    def on(self, day: date, zone_name: str) -> DaySpan:
        """Return the span of the work day `day`; `zone_name` matters only without assignment."""
        found = self._spans.get((day, zone_name))
        if found is None:
            found = self._spans[day, zone_name] = self._span(day, zone_name)
        return found

    def _span(self, day: date, zone_name: str) -> DaySpan:
        start, end = self._cut(day, zone_name), self._cut(day + _DAY, zone_name)
        if not self._assigned:
            return DaySpan(day, zone_name, start, end)
        zone_of_plan = self.planner.on(day).zone
        return DaySpan(day, zone_of_plan or zone_name, start, end, zone_of_plan is not None)

    def _cut(self, day: date, zone_name: str) -> datetime:
        """Return the UTC instant at which the work day `day` begins."""
        if not self._assigned:
            return wall_instant(day, self.policies.on(day).day_starts, zone_name)
        found = self._cuts.get((day, zone_name))
        if found is None:
            found = self._cuts[day, zone_name] = self._work_out(day, zone_name)
        return found

    def _work_out(self, day: date, zone_name: str) -> datetime:
        policy = self.policies.on(day)
        plan = self.planner.on
        zone_of_day = plan(day).zone or plan(day - _DAY).zone or zone_name
        usual = wall_instant(day, policy.day_starts, zone_of_day)
        # Two days on either side, so that a very long shift next to a free day keeps cuts in order.
        past, coming = (day - 2 * _DAY, day - _DAY), (day, day + _DAY)
        ended = max((s.end for d in past for s in plan(d).rostered), default=None)
        begins = min((s.start for d in coming for s in plan(d).rostered), default=None)
        low = usual if ended is None else ended + policy.late_departure
        high = usual if begins is None else begins - policy.early_arrival
        if ended is not None and begins is not None and low > high:
            return ended + (begins - ended) / 2
        return min(max(usual, low), high) if begins is not None else max(usual, low)


class SharedSpans:
    """The work days of many people, worked out once for all who follow the same rules."""

    def __init__(self) -> None:
        self._found: dict[tuple[object, ...], DaySpans] = {}

    def of(self, rules: PersonRules) -> DaySpans:
        """Return the work days under `rules`."""
        # By identity: comparing whole rotations and calendars would cost more than it saves. The
        # spans keep the rules alive, so an identity is never given to another object.
        same = tuple(id(assignment) for assignment in rules.assignments)
        key = (id(rules.policies), same, rules.home_zone)
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = DaySpans(rules)
        return found
