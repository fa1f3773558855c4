"""Rules cut to what a report looks at, so that people who follow the same ones share the work."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

from adsum.domain.assignment import Assignment
from adsum.domain.attendance import LOOK_BACK
from adsum.domain.dayspan import SharedSpans
from adsum.domain.rules import PersonRules
from adsum.domain.span import DateSpan

# Days are planned a little beyond what is asked about: shifts of the day before and after matter.
_MARGIN = timedelta(days=4)
# Punches are of today and, from devices that were offline, of some days before.
_RECENT = 8
_Key = tuple[int, str, int, date, date | None]


class Narrowed:
    """Cuts assignments to `span`. Two people who joined a team in different years but work the same
    rotation during the span then have the very same assignment, and their days are planned once."""

    def __init__(self, span: DateSpan) -> None:
        self._first = span.first - _MARGIN if span.first - date.min > _MARGIN else date.min
        self._last = span.last + _MARGIN if date.max - span.last > _MARGIN else date.max
        self._known: dict[_Key, Assignment] = {}

    def of(self, rules: PersonRules) -> PersonRules:
        """Return `rules` with the assignments and the leave that matter within the span."""
        own = tuple(part for a in rules.assignments if (part := self._cut(a)) is not None)
        leave = tuple(
            request
            for request in rules.leave
            if request.span.first <= self._last and request.span.last >= self._first
        )
        return replace(rules, assignments=own, leave=leave)

    def _cut(self, assignment: Assignment) -> Assignment | None:
        if assignment.first > self._last:
            return None
        if assignment.last is not None and assignment.last < self._first:
            return None
        first = assignment.first if assignment.first > self._first else date.min
        last = assignment.last
        if last is not None and last >= self._last:
            last = None
        key = (id(assignment.rotation), assignment.zone, id(assignment.calendar), first, last)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = replace(assignment, first=first, last=last)
        return found


class RecentDays:
    """The work days around the dates on which people punch: many do on the same one, and most of
    them by the same rotations. Safe to share between threads; at worst a day is worked out twice.
    """

    def __init__(self) -> None:
        self._known: dict[date, tuple[Narrowed, SharedSpans]] = {}

    def around(self, at: datetime) -> tuple[Narrowed, SharedSpans]:
        """Return what narrows rules to the days around `at` (UTC), and the days made by them."""
        day = at.date()
        found = self._known.get(day)
        if found is None:
            span = DateSpan((at - LOOK_BACK).date(), (at + LOOK_BACK).date())
            found = self._known[day] = Narrowed(span), SharedSpans()
            for old in list(self._known)[:-_RECENT]:
                self._known.pop(old, None)
        return found
