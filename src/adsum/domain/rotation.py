"""Rotations: which shifts follow each other."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from adsum.domain.shift import Shift
from adsum.errors import InvalidInput

_A_MONDAY = date(2024, 1, 1)


class InvalidRotation(InvalidInput):
    """A rotation without days."""

    code = "rotation.invalid"
    remedy = "Give at least one day; a free day is an empty list of shifts."


@dataclass(frozen=True, slots=True)
class Rotation:
    """A cycle of days, each with any number of shifts in order of their start; () is a free day.

    anchor: a date on which the cycle is at its first day.
    """

    id: str
    days: tuple[tuple[Shift, ...], ...]
    anchor: date = _A_MONDAY

    def __post_init__(self) -> None:
        if not self.days:
            raise InvalidRotation(f"the rotation {self.id!r} has no days")

    def on(self, day: date) -> tuple[Shift, ...]:
        """Return the shifts of `day`; the cycle also runs before its anchor."""
        return self.days[(day - self.anchor).days % len(self.days)]


def weekly(id: str, shifts: Mapping[int, tuple[Shift, ...]]) -> Rotation:
    """Return the rotation that repeats every week; keys are weekdays, 0 is Monday."""
    return Rotation(id, tuple(shifts.get(weekday, ()) for weekday in range(7)))
