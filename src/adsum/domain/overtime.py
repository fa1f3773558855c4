"""Overtime: the parts of worked time that are paid more than once."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from enum import StrEnum

from adsum.domain.dayplan import DayPlan
from adsum.domain.policy import OvertimeRule, OvertimeTier
from adsum.domain.record import record

_ZERO = timedelta(0)


class PremiumKind(StrEnum):
    """Why time is paid more. NIGHT is paid beside all others, and is no overtime."""

    DAILY = "daily"
    WEEKLY = "weekly"
    HOLIDAY = "holiday"
    REST_DAY = "rest_day"
    NIGHT = "night"


@record
class Premium:
    """Worked time that is paid `multiplier` times instead of once."""

    kind: PremiumKind
    multiplier: Decimal
    time: timedelta
    after: timedelta = _ZERO


_NIGHT = PremiumKind.NIGHT


def overtime_of(found: tuple[Premium, ...]) -> timedelta:
    """Return the worked time that is paid as overtime."""
    return sum((premium.time for premium in found if premium.kind is not _NIGHT), _ZERO)


def night_of(found: tuple[Premium, ...]) -> timedelta:
    """Return the worked time that is paid more for the hour of the day."""
    return sum((premium.time for premium in found if premium.kind is _NIGHT), _ZERO)


def premiums(
    worked: timedelta, plan: DayPlan, rule: OvertimeRule, regular_before: timedelta
) -> tuple[Premium, ...]:
    """Return the day's overtime. What no premium covers is regular time.

    regular_before: regular time of the week's earlier days; it and the day's own regular time are
    held against the weekly tiers. Work on a holiday or rest day with a multiplier of its own is
    paid by that alone and does not count towards the week.
    """
    if not worked:
        return ()
    whole = _whole_day(plan, rule)
    if whole is not None:
        return (Premium(whole[0], whole[1], worked),)
    tiers = _daily_tiers(plan, rule)
    daily = _in_tiers(PremiumKind.DAILY, tiers, _ZERO, worked) if tiers else ()
    if not rule.weekly:
        return daily
    regular = worked - sum((p.time for p in daily), _ZERO)
    weekly = _in_tiers(PremiumKind.WEEKLY, rule.weekly, regular_before, regular_before + regular)
    return daily + weekly


def _whole_day(plan: DayPlan, rule: OvertimeRule) -> tuple[PremiumKind, Decimal] | None:
    if rule.holiday is not None and plan.free is not None:
        return PremiumKind.HOLIDAY, rule.holiday
    if rule.rest_day is not None and plan.assigned and not plan.rostered:
        return PremiumKind.REST_DAY, rule.rest_day
    return None


def _daily_tiers(plan: DayPlan, rule: OvertimeRule) -> tuple[OvertimeTier, ...]:
    """The daily tiers, with the plan's own threshold among them; the higher multiplier wins."""
    if rule.beyond_plan is None or not plan.assigned:
        return rule.daily
    tiers = sorted((*rule.daily, OvertimeTier(plan.target, rule.beyond_plan)), key=_threshold)
    merged: list[OvertimeTier] = []
    for tier in tiers:
        if not merged or tier.multiplier > merged[-1].multiplier:
            merged.append(tier)
    return tuple(merged)


def _threshold(tier: OvertimeTier) -> timedelta:
    return tier.after


def _in_tiers(
    kind: PremiumKind, tiers: tuple[OvertimeTier, ...], start: timedelta, end: timedelta
) -> tuple[Premium, ...]:
    """Cut the time from `start` to `end` at the thresholds."""
    found = []
    for number, tier in enumerate(tiers):
        if end <= tier.after:
            break
        upto = min(end, tiers[number + 1].after) if number + 1 < len(tiers) else end
        time = upto - max(start, tier.after)
        if time > _ZERO:
            found.append(Premium(kind, tier.multiplier, time, tier.after))
    return tuple(found)
