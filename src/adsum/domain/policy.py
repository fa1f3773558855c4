"""The rules that a company may choose, as versioned data with a validity date."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from adsum.domain.breaks import BreakRule
from adsum.domain.rounding import NO_ROUNDING, Rounding
from adsum.errors import InvalidInput

_ZERO = timedelta(0)


class InvalidPolicy(InvalidInput):
    """A rule that cannot be followed."""

    code = "policy.invalid"
    remedy = "Check the durations, multipliers and validity dates of the policy."


class DirectionPolicy(StrEnum):
    """Where a punch's direction comes from.

    A declared direction (kiosk, door, manual entry, correction) is a fact and always wins, except
    with FIRST_LAST, where only the order counts. CHOSEN and DOOR say what the device must ask for.
    """

    ALTERNATE = "alternate"
    FIRST_LAST = "first_last"
    CHOSEN = "chosen"
    DOOR = "door"


@dataclass(frozen=True, slots=True)
class OvertimeTier:
    """Worked time beyond `after` is paid `multiplier` times, up to the next tier."""

    after: timedelta
    multiplier: Decimal


@dataclass(frozen=True, slots=True)
class OvertimeRule:
    """When worked time is overtime.

    daily, weekly: tiers in rising order. Time that is already daily overtime does not count
    towards the weekly threshold, so no hour is paid twice.
    beyond_plan: multiplier for time beyond the day's planned time; None: only the tiers count.
    holiday, rest_day: multiplier for every hour worked on such a day; None: like any other day.
    """

    daily: tuple[OvertimeTier, ...] = ()
    weekly: tuple[OvertimeTier, ...] = ()
    beyond_plan: Decimal | None = None
    holiday: Decimal | None = None
    rest_day: Decimal | None = None

    def __post_init__(self) -> None:
        for tiers in (self.daily, self.weekly):
            if [t.after for t in tiers] != sorted({t.after for t in tiers}):
                raise InvalidPolicy("overtime tiers must rise and differ")
        given = [t.multiplier for t in (*self.daily, *self.weekly)]
        given += [m for m in (self.beyond_plan, self.holiday, self.rest_day) if m is not None]
        if any(not m.is_finite() or m < 1 for m in given):
            raise InvalidPolicy("an overtime multiplier is a number of at least 1")


@dataclass(frozen=True, slots=True)
class NightWindow:
    """Worked time from `starts` to `ends` by the wall clock is paid `multiplier` times in all; an
    end at or before the start is on the next date. What overtime adds is paid beside it."""

    starts: time
    ends: time
    multiplier: Decimal

    def __post_init__(self) -> None:
        if self.starts.tzinfo is not None or self.ends.tzinfo is not None:
            raise InvalidPolicy("a night premium is for wall-clock times without an offset")
        if self.starts == self.ends or not self.multiplier.is_finite() or self.multiplier <= 1:
            raise InvalidPolicy("a night premium is above 1, for a part of the day")

    def parts(self) -> tuple[tuple[time, time], ...]:
        """Return the window by the dates that it touches; 00:00 at the end is midnight."""
        if self.starts < self.ends or self.ends == time():
            return ((self.starts, self.ends),)
        return ((self.starts, time()), (time(), self.ends))


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of the rules, in force from the work day `valid_from` until the next version.

    quiet: a punch this soon after a counted one is the same act seen twice (60 s: longer than
        anybody looks at a kiosk, shorter than anybody's break).
    day_starts: wall-clock time at which the work day begins when no shift says otherwise. 04:00:
        the hour at which the fewest people come or go, so an evening that ends after midnight
        stays on its day and the earliest early shift still begins a new one; and no zone changes
        its clocks then.
    early_arrival, late_departure: how long before its start and after its end a shift owns punches.
    longest_session: an IN without OUT for longer than this is a forgotten check-out; a later punch
        never closes it.
    grace_in, grace_out: being this late or early is not counted at all; beyond it everything is.
    count_before_shift, count_after_shift: whether time outside of the planned shift is worked time.
    night: times of the day that are paid more; no two of them overlap.
    recorded_at: when this version was decided (UTC); None for built-in defaults.
    """

    id: str = "default"
    version: int = 1
    valid_from: date = date.min
    recorded_at: datetime | None = None
    direction: DirectionPolicy = DirectionPolicy.ALTERNATE
    quiet: timedelta = timedelta(seconds=60)
    day_starts: time = time(4)
    early_arrival: timedelta = timedelta(hours=4)
    late_departure: timedelta = timedelta(hours=6)
    longest_session: timedelta = timedelta(hours=16)
    grace_in: timedelta = _ZERO
    grace_out: timedelta = _ZERO
    count_before_shift: bool = True
    count_after_shift: bool = True
    rounding: Rounding = NO_ROUNDING
    breaks: tuple[BreakRule, ...] = ()
    overtime: OvertimeRule = field(default_factory=OvertimeRule)
    week_starts: int = 0
    night: tuple[NightWindow, ...] = ()

    def __post_init__(self) -> None:
        durations = (
            self.quiet,
            self.early_arrival,
            self.late_departure,
            self.grace_in,
            self.grace_out,
        )
        if any(d < _ZERO for d in durations) or self.longest_session <= _ZERO:
            raise InvalidPolicy("a policy's durations cannot be negative")
        if not 0 <= self.week_starts <= 6:
            raise InvalidPolicy("a week starts on 0 (Monday) to 6 (Sunday)")
        if self.day_starts.tzinfo is not None:
            raise InvalidPolicy("the day's start is a wall-clock time without an offset")
        if self.night:
            _check_apart(self.night)


def _check_apart(windows: tuple[NightWindow, ...]) -> None:
    parts = sorted(part for window in windows for part in window.parts())
    for (_, end), (start, _) in pairwise(parts):
        if end == time() or end > start:
            raise InvalidPolicy("two night premiums are for the same time of the day")


DEFAULT_POLICY = Policy()


@dataclass(frozen=True, slots=True)
class PolicyBook:
    """All versions of a policy, by validity. Days before the first version follow the first."""

    versions: tuple[Policy, ...] = (DEFAULT_POLICY,)

    def __post_init__(self) -> None:
        starts = [version.valid_from for version in self.versions]
        if not starts or starts != sorted(set(starts)):
            raise InvalidPolicy("policy versions need different, rising validity dates")

    def on(self, day: date) -> Policy:
        """Return the version in force on the work day `day`."""
        if len(self.versions) == 1:
            return self.versions[0]
        found = bisect_right(self.versions, day, key=lambda version: version.valid_from)
        return self.versions[max(found - 1, 0)]


DEFAULT_POLICIES = PolicyBook()
