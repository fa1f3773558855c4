"""Durations and decimals as text."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from adsum.domain.money import hours

_SECOND = timedelta(seconds=1)
_MINUTE = timedelta(minutes=1)
_ZERO = timedelta(0)


def in_minutes(time: timedelta) -> bool:
    """Whether `time` is a whole number of minutes."""
    return not time % _MINUTE


def clock(time: timedelta, *, seconds: bool) -> str:
    """Return `time` as hours, minutes and, if asked for, seconds: -1:30, 176:05:09.

    What is smaller than the last part is cut off, so that no minute is shown that was not worked.
    """
    sign, whole = ("-", -time) if time < _ZERO else ("", time)
    minutes, left = divmod(whole, _MINUTE)
    text = f"{minutes // 60}:{minutes % 60:02d}"
    if seconds:
        text += f":{left // _SECOND:02d}"
    return sign + text if text.strip("0:") else text


def decimal_hours(time: timedelta, digits: int = 2) -> Decimal:
    """Return `time` in hours, halves rounded away from zero."""
    return plain(hours(time), digits)


def plain(number: Decimal, digits: int) -> Decimal:
    """Return `number` with `digits` decimals, halves away from zero, and never -0."""
    step = Decimal(1).scaleb(-digits)
    rounded = number.quantize(step, rounding="ROUND_HALF_UP")
    return rounded + 0  # a sum with zero is never -0
