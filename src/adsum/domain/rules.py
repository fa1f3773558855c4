"""The rules for one person, and where they come from in a company."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from adsum.domain.assignment import Assignment, Membership, by_precedence
from adsum.domain.leave import LeaveRequest
from adsum.domain.policy import DEFAULT_POLICIES, PolicyBook

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class PersonRules:
    """All that decides about one person's days apart from the punches.

    assignments: in order of precedence. home_zone: IANA zone of days without assignment or punch.
    """

    policies: PolicyBook = DEFAULT_POLICIES
    assignments: tuple[Assignment, ...] = ()
    leave: tuple[LeaveRequest, ...] = ()
    home_zone: str = "UTC"

    def assignment_on(self, day: date) -> Assignment | None:
        for assignment in self.assignments:
            if assignment.on(day):
                return assignment
        return None

    def leave_on(self, day: date) -> tuple[LeaveRequest, ...]:
        """Return the approved leave of `day`: one request, or one for each half."""
        if not self.leave:
            return ()
        return tuple(request for request in self.leave if request.covers(day))


NO_RULES = PersonRules()


@dataclass(frozen=True, slots=True)
class Rulebook:
    """The rules of a company. `policies_of` replaces the company's policy for some people."""

    policies: PolicyBook = DEFAULT_POLICIES
    assignments: tuple[Assignment, ...] = ()
    memberships: tuple[Membership, ...] = ()
    leave: tuple[LeaveRequest, ...] = ()
    policies_of: Mapping[str, PolicyBook] = field(default_factory=dict)
    home_zone: str = "UTC"
    _by_person: dict[str, list[Assignment]] = field(init=False, repr=False, compare=False)
    _by_team: dict[str, list[Assignment]] = field(init=False, repr=False, compare=False)
    _teams: dict[str, list[Membership]] = field(init=False, repr=False, compare=False)
    _leave: dict[str, list[LeaveRequest]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # Looked up once for each person: without these, rules for all would take quadratic time.
        own = [a for a in self.assignments if a.person_id is not None]
        team = [a for a in self.assignments if a.team_id is not None]
        object.__setattr__(self, "_by_person", _grouped(own, lambda a: a.person_id or ""))
        object.__setattr__(self, "_by_team", _grouped(team, lambda a: a.team_id or ""))
        object.__setattr__(self, "_teams", _grouped(self.memberships, lambda m: m.person_id))
        object.__setattr__(self, "_leave", _grouped(self.leave, lambda r: r.person_id))

    def for_person(self, person_id: str) -> PersonRules:
        """Return what applies to `person_id`; a team's assignment only while they belong to it."""
        own = list(self._by_person.get(person_id, ()))
        for membership in self._teams.get(person_id, ()):
            of_team = self._by_team.get(membership.team_id, ())
            own += [part for a in of_team if (part := _during(a, membership))]
        return PersonRules(
            self.policies_of.get(person_id, self.policies),
            by_precedence(own),
            tuple(self._leave.get(person_id, ())),
            self.home_zone,
        )


def _grouped(items: Iterable[Item], key: Callable[[Item], str]) -> dict[str, list[Item]]:
    found: dict[str, list[Item]] = {}
    for item in items:
        found.setdefault(key(item), []).append(item)
    return found


def _during(assignment: Assignment, membership: Membership) -> Assignment | None:
    """The part of a team's assignment that falls into somebody's membership."""
    first = max(assignment.first, membership.first)
    ends = [last for last in (assignment.last, membership.last) if last is not None]
    last = min(ends) if ends else None
    if last is not None and last < first:
        return None
    if (first, last) == (assignment.first, assignment.last):
        return assignment
    return Assignment(
        assignment.rotation,
        assignment.zone,
        None,
        assignment.team_id,
        first,
        last,
        assignment.calendar,
    )
