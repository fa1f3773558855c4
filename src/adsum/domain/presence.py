"""Where somebody is right now, and until when that is certain without a further punch."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from adsum.domain.resolve import ResolvedPunch, Role
from adsum.domain.sessions import Session
from adsum.domain.shift import PlannedShift
from adsum.domain.workday import Flag, Status, WorkDay

_ZERO = timedelta(0)


class Presence(StrEnum):
    """One word for somebody's present state.

    IN: clocked in. LEFT: was here in this work day and has gone. EXPECTED: a shift is still to
    come. LATE: a shift has begun, its grace is over, and nobody came. ABSENT: all shifts of the day
    are over and nobody came. FREE: nothing is planned.
    """

    IN = "in"
    LEFT = "left"
    EXPECTED = "expected"
    LATE = "late"
    ABSENT = "absent"
    LEAVE = "leave"
    HOLIDAY = "holiday"
    FREE = "free"


_OF_STATUS = {
    Status.ABSENT: Presence.ABSENT,
    Status.LEAVE: Presence.LEAVE,
    Status.HOLIDAY: Presence.HOLIDAY,
    Status.REST: Presence.FREE,
    Status.UNPLANNED: Presence.FREE,
}


@dataclass(frozen=True, slots=True)
class Standing:
    """Somebody's present state.

    since: when they came (IN), went (LEFT) or were to come (EXPECTED, LATE); None otherwise.
    place: where they punched last. late: how late they came in this work day.
    punches: those of this work day that count, by time.
    until: without a further punch nothing of this changes before then; None: it never does.
    """

    person_id: str
    presence: Presence
    since: datetime | None = None
    place: str | None = None
    late: timedelta = _ZERO
    punches: tuple[ResolvedPunch, ...] = ()
    until: datetime | None = None


def standing(person_id: str, days: Iterable[WorkDay], now: datetime) -> Standing:
    """Return how somebody stands at `now`.

    days: their work days around `now`, at least yesterday's and today's, computed as of `now`. An
    evening shift that is still running stands for its own day, whatever the calendar says.
    """
    given = list(days)
    running = next((day for day in given if Flag.IN_PROGRESS in day.flags), None)
    current = next((day for day in given if day.span.start <= now < day.span.end), None)
    day = running or current
    if day is None:
        return Standing(person_id, Presence.FREE)
    counted = tuple(entry for entry in day.punches if entry.role is not Role.QUIET)
    place = counted[-1].punch.place if counted else None
    if running is not None:
        came = running.sessions[-1].came
        since = came.punch.at if came is not None else None
        return Standing(
            person_id, Presence.IN, since, place, day.late, counted, _due(day, day.sessions[-1])
        )
    if day.sessions:
        since = counted[-1].punch.at if counted else None
        return Standing(person_id, Presence.LEFT, since, place, day.late, counted, day.span.end)
    return _before_coming(person_id, day, now)


def _due(day: WorkDay, session: Session) -> datetime:
    """Return when an open session becomes a forgotten check-out."""
    if session.came is None:
        return day.span.end
    return min(day.span.end, session.came.punch.at + day.policy.longest_session)


def _before_coming(person_id: str, day: WorkDay, now: datetime) -> Standing:
    if day.status is not Status.PLANNED:
        return Standing(person_id, _OF_STATUS.get(day.status, Presence.FREE), until=day.span.end)
    for shift in day.plan.demanded:
        begins = _must_be_there(shift, day)
        if begins is not None and now <= begins:
            return Standing(person_id, Presence.EXPECTED, shift.demanded_start, until=begins)
    # Nobody must come at any hour of a flexible shift: it ends as an absence, or with a punch.
    first = day.plan.demanded[0]
    fixed = first.demanded_start is not None
    presence = Presence.LATE if fixed else Presence.EXPECTED
    ends = min(day.span.end, day.plan.demanded[-1].end)
    return Standing(person_id, presence, first.demanded_start or first.start, until=ends)


def _must_be_there(shift: PlannedShift, day: WorkDay) -> datetime | None:
    """Return the instant after which not having come is late."""
    if shift.demanded_start is None:
        return None
    own = shift.shift.grace_in
    return shift.demanded_start + (day.policy.grace_in if own is None else own)


def unchanged_until(day: WorkDay, now: datetime) -> datetime | None:
    """Return when figures computed as of `now` change without a further punch; None: never."""
    moments = [shift.end for shift in day.plan.demanded]
    if Flag.IN_PROGRESS in day.flags:
        moments.append(_due(day, day.sessions[-1]))
    return min((moment for moment in moments if moment > now), default=None)
