"""Rounding of punches to a step of the wall clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from adsum.domain.instants import zone
from adsum.errors import InvalidInput

_ZERO = timedelta(0)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RoundTo(StrEnum):
    """Which step an instant goes to; NEAREST takes the later one at exactly half."""

    EARLIER = "earlier"
    LATER = "later"
    NEAREST = "nearest"


class InvalidRounding(InvalidInput):
    """A step that does not divide the hour."""

    code = "policy.invalid_rounding"
    remedy = "Use a step that divides an hour, for example 5 or 15 minutes."


@dataclass(frozen=True, slots=True)
class Rounding:
    """Coming and going are rounded to `step` before time is counted; step 0 rounds nothing."""

    step: timedelta = _ZERO
    coming: RoundTo = RoundTo.NEAREST
    going: RoundTo = RoundTo.NEAREST

    def __post_init__(self) -> None:
        if self.step < _ZERO or (self.step and timedelta(hours=1) % self.step):
            raise InvalidRounding(f"a rounding step of {self.step} does not divide an hour")


NO_ROUNDING = Rounding()


def rounded(at: datetime, step: timedelta, to: RoundTo, zone_name: str) -> datetime:
    """Return the UTC instant `at` moved to a multiple of `step` on the wall clock of the zone.

    The wall clock matters because some zones are half or quarter hours away from UTC.
    """
    if not step:
        return at
    offset = at.astimezone(zone(zone_name)).utcoffset() or _ZERO
    past = (at - _EPOCH + offset) % step
    if not past:
        return at
    later = to is RoundTo.LATER or (to is RoundTo.NEAREST and past * 2 >= step)
    return at - past + step if later else at - past
