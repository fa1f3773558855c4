"""Night work: worked time that is paid more for the hour at which it is done."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

from adsum.domain.dayplan import DayPlan
from adsum.domain.dayspan import DaySpan
from adsum.domain.instants import wall_instant
from adsum.domain.overtime import Premium, PremiumKind
from adsum.domain.policy import NightWindow, Policy
from adsum.domain.worktime import Interval, WorkTime, fixed_breaks

_ZERO = timedelta(0)
_DAY = timedelta(days=1)


def night_premiums(
    time: WorkTime, span: DaySpan, plan: DayPlan, policy: Policy
) -> tuple[Premium, ...]:
    """Return the worked time within the policy's night windows, by multiplier.

    Windows lie on the wall clock of the day's zone; elapsed time counts, so the night on which
    clocks go back has an hour more. Unpaid breaks at fixed times are left out. A break that is due
    at no certain time is taken from the time outside of the windows first, then from that with the
    lowest multiplier.
    """
    breaks = tuple(fixed_breaks(plan, policy))
    found: defaultdict[Decimal, timedelta] = defaultdict(timedelta)
    for window in policy.night:
        for start, end in _on(window, span):
            for stay in time.intervals:
                within = max(stay[0], start), min(stay[1], end)
                found[window.multiplier] += _length(within) - sum(
                    (_length((max(within[0], b[0]), min(within[1], b[1]))) for b in breaks), _ZERO
                )
    left, premiums = time.worked, []
    for multiplier in sorted(found, reverse=True):
        paid = min(max(found[multiplier], _ZERO), left)
        left -= paid
        if paid:
            premiums.append(Premium(PremiumKind.NIGHT, multiplier, paid))
    return tuple(reversed(premiums))


def _on(window: NightWindow, span: DaySpan) -> Iterator[Interval]:
    """Yield the window on each date that the work day touches."""
    for day in (span.date - _DAY, span.date, span.date + _DAY):
        last = day if window.starts < window.ends else day + _DAY
        begins = wall_instant(day, window.starts, span.zone)
        yield begins, wall_instant(last, window.ends, span.zone)


def _length(interval: Interval) -> timedelta:
    return max(interval[1] - interval[0], _ZERO)
