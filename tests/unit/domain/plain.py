"""A second, slow and obvious computation of a work day, to hold the engine against.

It shares no code with the engine: times are whole seconds since 1970, days are searched for, and
every rule is written out as one would explain it to a clerk.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

_HOUR = 3600


@dataclass(frozen=True)
class PlainShift:
    """A fixed shift on every weekday in `weekdays`; an end before the start is on the next date."""

    start: time
    end: time
    weekdays: frozenset[int]


@dataclass(frozen=True)
class PlainRules:
    zone: str
    shift: PlainShift | None
    quiet: int = 60
    longest: int = 16 * _HOUR
    first_last: bool = False
    grace: int = 0
    break_after: int | None = None
    break_length: int = 0
    overtime_after: int | None = None
    night: tuple[time, time] | None = None


@dataclass(frozen=True)
class PlainPunch:
    at: int
    client: str
    declared: str | None


@dataclass
class PlainDay:
    worked: int = 0
    away: int = 0
    late: int = 0
    early: int = 0
    overtime: int = 0
    night: int = 0
    open: bool = False


def seconds(day: date, at: time, zone: str) -> int:
    return int(datetime.combine(day, at, ZoneInfo(zone)).timestamp())


def bounds(rules: PlainRules, day: date) -> tuple[int, int] | None:
    """The shift of `day` in seconds, if it has one."""
    shift = rules.shift
    if shift is None or day.weekday() not in shift.weekdays:
        return None
    last = day if shift.end > shift.start else day + timedelta(days=1)
    return seconds(day, shift.start, rules.zone), seconds(last, shift.end, rules.zone)


def day_begins(rules: PlainRules, day: date) -> float:
    usual = seconds(day, time(4), rules.zone)
    yesterday, today = bounds(rules, day - timedelta(days=1)), bounds(rules, day)
    earliest = yesterday[1] + 6 * _HOUR if yesterday else None
    latest = today[0] - 4 * _HOUR if today else None
    if earliest is not None and latest is not None and earliest > latest:
        return (yesterday[1] + today[0]) / 2
    begins = usual
    if earliest is not None and begins < earliest:
        begins = earliest
    if latest is not None and begins > latest:
        begins = latest
    return begins


def day_of(rules: PlainRules, at: int) -> date:
    around = datetime.fromtimestamp(at, ZoneInfo(rules.zone)).date()
    for offset in (-2, -1, 0, 1, 2):
        day = around + timedelta(days=offset)
        if day_begins(rules, day) <= at < day_begins(rules, day + timedelta(days=1)):
            return day
    raise AssertionError("every instant belongs to a day")


def plain_days(punches: list[PlainPunch], rules: PlainRules) -> dict[date, PlainDay]:
    unique = {p.client: p for p in punches}
    lists: dict[date, list[tuple[int, str]]] = {}
    last_at, last_direction, open_since = None, None, {}
    for punch in sorted(unique.values(), key=lambda p: (p.at, p.client)):
        repeated = last_at is not None and punch.at - last_at < rules.quiet
        if repeated and punch.declared in (None, last_direction):
            continue
        day = day_of(rules, punch.at)
        direction = punch.declared
        if direction is None:
            since = open_since.get(day)
            direction = "in" if since is None or punch.at - since > rules.longest else "out"
        open_since[day] = punch.at if direction == "in" else None
        lists.setdefault(day, []).append((punch.at, direction))
        last_at, last_direction = punch.at, direction
    return {day: _figures(entries, day, rules) for day, entries in lists.items()}


def _figures(entries: list[tuple[int, str]], day: date, rules: PlainRules) -> PlainDay:
    if rules.first_last and len(entries) > 1:
        entries = [(entries[0][0], "in"), (entries[-1][0], "out")]
    stays: list[tuple[int | None, int | None]] = []
    came = None
    for at, direction in entries:
        if direction == "in":
            if came is not None:
                stays.append((came, None))
            came = at
        elif came is None or at - came > rules.longest:
            if came is not None:
                stays.append((came, None))
            stays.append((None, at))
            came = None
        else:
            stays.append((came, at))
            came = None
    if came is not None:
        stays.append((came, None))
    return _sums(stays, bounds(rules, day), rules)


def _sums(stays: list, shift: tuple[int, int] | None, rules: PlainRules) -> PlainDay:
    found = PlainDay(open=any(went is None for _, went in stays))
    whole = [(a, b) for a, b in stays if a is not None and b is not None and b > a]
    present = sum(b - a for a, b in whole)
    away = sum(after[0] - before[1] for before, after in pairwise(whole))
    due = 0
    if rules.break_after is not None and present > rules.break_after:
        due = max(0, min(rules.break_length - away, present - rules.break_after))
    found.worked, found.away = present - due, away + due
    if rules.overtime_after is not None:
        found.overtime = max(0, found.worked - rules.overtime_after)
    if rules.night is not None:
        found.night = min(found.worked, sum(_at_night(a, b, rules) for a, b in whole))
    if shift and stays[0][0] is not None and stays[0][0] - shift[0] > rules.grace:
        found.late = stays[0][0] - shift[0]
    if shift and stays[-1][1] is not None and shift[1] - stays[-1][1] > rules.grace:
        found.early = shift[1] - stays[-1][1]
    return found


def _at_night(came: int, went: int, rules: PlainRules) -> int:
    """The seconds of a stay within the night, by asking the wall clock every quarter of an hour."""
    assert rules.night is not None
    starts, ends = rules.night
    found = 0
    while came < went:
        following = min(went, (came // 900 + 1) * 900)
        clock = datetime.fromtimestamp(came, ZoneInfo(rules.zone)).time()
        within = starts <= clock < ends if starts < ends else clock >= starts or clock < ends
        found += following - came if within else 0
        came = following
    return found
