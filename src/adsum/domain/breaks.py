"""Breaks that a shift or a policy grants or demands."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time, timedelta

from adsum.errors import InvalidInput

_ZERO = timedelta(0)


class InvalidBreak(InvalidInput):
    """A break rule that cannot be followed."""

    code = "break.invalid"
    remedy = "Give the break a length above zero; only an unpaid break may have a fixed start."


@dataclass(frozen=True, slots=True)
class BreakRule:
    """One break.

    paid: up to `length` of the time between two sessions counts as worked.
    unpaid, no `starts`: whoever was present for more than `after` and took less than `length` loses
        the difference, but never falls below `after` by it.
    unpaid, with `starts`: presence during the fixed break (wall clock) is not worked time.
    """

    length: timedelta
    paid: bool = False
    after: timedelta = _ZERO
    starts: time | None = None

    def __post_init__(self) -> None:
        if self.length <= _ZERO or self.after < _ZERO:
            raise InvalidBreak("a break has a length above zero")
        if self.paid and self.starts is not None:
            raise InvalidBreak("a paid break has no fixed start")
