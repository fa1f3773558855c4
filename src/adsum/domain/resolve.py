"""From a set of punches to directions: the order of arrival at the server never matters."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from operator import attrgetter, lt

from adsum.domain.dayspan import DaySpan, DaySpans
from adsum.domain.policy import DirectionPolicy, Policy
from adsum.domain.punch import Direction, Punch
from adsum.domain.record import record

_BY_TIME = attrgetter("at", "client_id", "recorded_at", "id")
_AT, _CLIENT_ID = attrgetter("at"), attrgetter("client_id")


class Role(StrEnum):
    """What a punch does for its day.

    QUIET: so soon after a counted punch that it is the same act seen twice.
    BETWEEN: lies between the first and the last punch of a first-in/last-out day.
    """

    COUNTED = "counted"
    QUIET = "quiet"
    BETWEEN = "between"


@record
class ResolvedPunch:
    """A punch with the direction that the rules give it; `direction` is None unless COUNTED."""

    punch: Punch
    role: Role
    direction: Direction | None


@record
class ResolvedDay:
    """All punches of one person that belong to one work day, in time order."""

    span: DaySpan
    policy: Policy
    punches: tuple[ResolvedPunch, ...]


def in_order(punches: Iterable[Punch]) -> list[Punch]:
    """Return the distinct punches by time; of a repeated delivery the first recorded one stays."""
    given = list(punches)
    times = list(map(_AT, given))
    if all(map(lt, times, times[1:])) and len(set(map(_CLIENT_ID, given))) == len(given):
        return given
    seen: set[str] = set()
    distinct = []
    for punch in sorted(given, key=attrgetter("recorded_at", "id")):
        if punch.client_id not in seen:
            seen.add(punch.client_id)
            distinct.append(punch)
    distinct.sort(key=_BY_TIME)
    return distinct


# Looking up a member of an enumeration takes as long as all else that is done with a punch.
_COUNTED, _IN, _OUT = Role.COUNTED, Direction.IN, Direction.OUT


class _Day:
    """The day being filled while punches are read in order."""

    __slots__ = ("entries", "open_in", "policy", "span")

    def __init__(self, span: DaySpan, policy: Policy) -> None:
        self.span = span
        self.policy = policy
        self.entries: list[ResolvedPunch] = []
        self.open_in: datetime | None = None

    def count(self, punch: Punch) -> ResolvedPunch:
        """Add a punch, with the direction declared or the one that the order gives.

        A new day begins with IN, whatever the day before looked like; and an IN that has been open
        for longer than the longest session is forgotten, so the next punch is IN again.
        """
        direction = punch.declared
        if direction is None:
            since = self.open_in
            fits = since is not None and punch.at - since <= self.policy.longest_session
            direction = _OUT if fits else _IN
        self.open_in = punch.at if direction is _IN else None
        entry = ResolvedPunch(punch, _COUNTED, direction)
        self.entries.append(entry)
        return entry

    def finished(self) -> ResolvedDay:
        entries = self.entries
        if self.policy.direction is DirectionPolicy.FIRST_LAST:
            entries = _first_and_last(entries)
        return ResolvedDay(self.span, self.policy, tuple(entries))


def resolve(punches: Iterable[Punch], spans: DaySpans) -> list[ResolvedDay]:
    """Return one person's work days that have punches, by date.

    Punches may come in any order and several times. Quiet duplicates are found across the day's
    border, so a face seen at 03:59:50 and 04:00:05 does not open a second day.
    """
    days: dict[object, _Day] = {}
    day: _Day | None = None
    last: ResolvedPunch | None = None
    for punch in in_order(punches):
        if day is not None and last is not None and _is_quiet(punch, last, day.policy):
            day.entries.append(ResolvedPunch(punch, Role.QUIET, None))
            continue
        if day is None or not day.span.holds(punch):
            span = spans.of(punch.at, punch.zone)
            day = days.get(span.date)
            if day is None:
                day = days[span.date] = _Day(span, spans.policies.on(span.date))
        last = day.count(punch)
    return sorted((d.finished() for d in days.values()), key=lambda d: d.span.date)


def _is_quiet(punch: Punch, last: ResolvedPunch, policy: Policy) -> bool:
    """A repeat within the quiet time, unless the person declared the other direction."""
    if punch.at - last.punch.at >= policy.quiet:
        return False
    return punch.declared is None or punch.declared is last.direction


def _first_and_last(entries: list[ResolvedPunch]) -> list[ResolvedPunch]:
    """First-in/last-out: only the ends of the day count; a lone punch keeps what it declared."""
    counted = [i for i, entry in enumerate(entries) if entry.role is Role.COUNTED]
    result = list(entries)
    for i in counted[1:-1]:
        result[i] = ResolvedPunch(entries[i].punch, Role.BETWEEN, None)
    if len(counted) > 1:
        first, last = counted[0], counted[-1]
        result[first] = ResolvedPunch(entries[first].punch, Role.COUNTED, Direction.IN)
        result[last] = ResolvedPunch(entries[last].punch, Role.COUNTED, Direction.OUT)
    return result
