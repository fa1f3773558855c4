"""Who works which rotation, where, and from when."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from adsum.domain.calendar import NO_HOLIDAYS, Calendar
from adsum.domain.rotation import Rotation
from adsum.errors import InvalidInput


class InvalidAssignment(InvalidInput):
    """An assignment to nobody, or to two parties at once."""

    code = "assignment.invalid"
    remedy = "Name either a person or a team, and an end that is not before the start."


@dataclass(frozen=True, slots=True)
class Membership:
    """A person belongs to a team from `first` to `last`, both included; None: no end yet."""

    person_id: str
    team_id: str
    first: date = date.min
    last: date | None = None

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Assignment:
    """A person or a team follows `rotation` in `zone` from `first` to `last`, both included."""

    rotation: Rotation
    zone: str
    person_id: str | None = None
    team_id: str | None = None
    first: date = date.min
    last: date | None = None
    calendar: Calendar = NO_HOLIDAYS

    def __post_init__(self) -> None:
        if (self.person_id is None) == (self.team_id is None):
            raise InvalidAssignment("an assignment is for one person or for one team")
        if self.last is not None and self.last < self.first:
            raise InvalidAssignment("the assignment ends before it begins")

    def on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


def by_precedence(assignments: Iterable[Assignment]) -> tuple[Assignment, ...]:
    """Return the assignments so that the first one in force on a day is the one to follow.

    A person's own assignment wins over the team's, a later start over an earlier one.
    """
    return tuple(
        sorted(assignments, key=lambda a: (a.person_id is not None, a.first), reverse=True)
    )
