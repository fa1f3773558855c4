"""Whose records somebody may see: everybody's, their team's, or their own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from adsum.app.actor import Actor
from adsum.app.principal import Forbidden, Role
from adsum.domain.assignment import Membership
from adsum.domain.span import DateSpan

Memberships = Mapping[str, Iterable[Membership]]


class OutOfScope(Forbidden):
    """The record belongs to somebody outside of one's own team."""

    code = "permission.out_of_scope"
    remedy = "Ask HR, or the manager of that team."


def people_in_scope(
    actor: Actor, memberships: Memberships, span: DateSpan
) -> frozenset[str] | None:
    """Return whose records `actor` may see for the days of `span`; None: everybody's.

    Owner and HR see everybody, a manager the people who belong to their teams at some time of
    `span`, and everyone their own record.
    """
    if actor.role in (Role.OWNER, Role.HR):
        return None
    own = frozenset({actor.person_id}) if actor.person_id else frozenset[str]()
    if actor.role is not Role.MANAGER:
        return own
    led = {
        person_id
        for person_id, belongs in memberships.items()
        if any(m.team_id in actor.team_ids and _during(m, span) for m in belongs)
    }
    return own | led


def check_scope(actor: Actor, memberships: Memberships, person_id: str, day: date) -> None:
    """Refuse what concerns somebody else's record.

    Raises:
        OutOfScope: on `day` the person is none of those whom `actor` may see.
    """
    own = {person_id: memberships.get(person_id, ())}
    scope = people_in_scope(actor, own, DateSpan(day, day))
    if scope is not None and person_id not in scope:
        raise OutOfScope("this record belongs to somebody outside of your team")


def _during(membership: Membership, span: DateSpan) -> bool:
    begins_before = membership.first <= span.last
    return begins_before and (membership.last is None or membership.last >= span.first)
