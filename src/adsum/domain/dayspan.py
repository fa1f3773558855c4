"""Which work day a punch belongs to: the day of the shift, not the day of the calendar.

Days are told apart by fixed instants (the cuts) that follow from the plan alone, never from the
punches. That is why a forgotten check-out cannot leak into the next day, and why punches that
arrive late or out of order never move others to another day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsum.domain.instants import local_date, wall_instant
from adsum.domain.policy import DEFAULT_POLICIES, PolicyBook
from adsum.domain.punch import Punch

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
    """The work days of somebody without a plan: each begins at the policy's hour where they are."""

    def __init__(self, policies: PolicyBook = DEFAULT_POLICIES) -> None:
        self.policies = policies

    def of(self, at: datetime, zone_name: str) -> DaySpan:
        """Return the work day that holds the instant `at` for somebody in `zone_name`."""
        day = local_date(at, zone_name)
        found = self.on(day, zone_name)
        if at < found.start:
            return self.on(day - _DAY, zone_name)
        return found if at < found.end else self.on(day + _DAY, zone_name)

    def on(self, day: date, zone_name: str) -> DaySpan:
        """Return the span of the work day `day` in `zone_name`."""
        return DaySpan(day, zone_name, self.cut(day, zone_name), self.cut(day + _DAY, zone_name))

    def cut(self, day: date, zone_name: str) -> datetime:
        """Return the UTC instant at which the work day `day` begins in `zone_name`."""
        return wall_instant(day, self.policies.on(day).day_starts, zone_name)
