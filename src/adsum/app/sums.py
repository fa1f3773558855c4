"""Sums of sums: a year from its months, a team from its people."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import timedelta
from decimal import Decimal

from adsum.domain.money import Money
from adsum.domain.summary import Summary

_ZERO = timedelta(0)


def merged(one: Summary, other: Summary) -> Summary:
    """Return the summary of the days of both."""
    return Summary(
        days=one.days + other.days,
        statuses=dict(Counter(one.statuses) + Counter(other.statuses)),
        worked=one.worked + other.worked,
        breaks=one.breaks + other.breaks,
        late=one.late + other.late,
        late_days=one.late_days + other.late_days,
        early=one.early + other.early,
        early_days=one.early_days + other.early_days,
        target=one.target + other.target,
        credited=one.credited + other.credited,
        unpaid=one.unpaid + other.unpaid,
        absent=one.absent + other.absent,
        overtime=_added(one.overtime, other.overtime),
        flagged=one.flagged + other.flagged,
        night=_added(one.night, other.night),
    )


def add_cost(cost: dict[str, Money], amount: Money) -> None:
    """Add `amount` to the sum of its currency."""
    known = cost.get(amount.currency)
    cost[amount.currency] = amount if known is None else known + amount


def _added(
    one: Mapping[Decimal, timedelta], other: Mapping[Decimal, timedelta]
) -> dict[Decimal, timedelta]:
    keys = sorted({*one, *other})
    return {key: one.get(key, _ZERO) + other.get(key, _ZERO) for key in keys}
