"""Whose records a request may meet: the app's rule, asked with the company's memberships."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from adsum.app.actor import Actor
from adsum.app.administration import Administration
from adsum.app.audit import Subject
from adsum.app.documents import Document
from adsum.app.principal import Role
from adsum.app.scope import OutOfScope, check_scope, people_in_scope
from adsum.domain.span import DateSpan

_ALWAYS = DateSpan(date.min, date.max)
_EVERYWHERE = (Role.OWNER, Role.HR)


def people_visible(admin: Administration, actor: Actor, span: DateSpan) -> frozenset[str] | None:
    """Return whose records `actor` may see for the days of `span`; None: everybody's."""
    if actor.role in _EVERYWHERE:
        return None
    return people_in_scope(actor, admin.company.current().memberships, span)


def check_person(admin: Administration, actor: Actor, person_id: str, day: date) -> None:
    """Refuse what concerns somebody else's record.

    Raises:
        OutOfScope: on `day` the person is none of those whom `actor` may see.
    """
    if actor.role not in _EVERYWHERE:
        check_scope(actor, admin.company.current().memberships, person_id, day)


def note_view(admin: Administration, actor: Actor, kind: str, person_id: str | None = None) -> None:
    """Note in the audit log who looked at whose record, or at everybody's."""
    admin.views.note(actor, Subject(kind, person_id or "everybody", person_id))


def visible_documents(
    admin: Administration, actor: Actor, documents: Iterable[Document], *, strict: bool = False
) -> list[Document]:
    """Return the documents about people and teams that `actor` may see; others are left out.

    Raises:
        OutOfScope: with `strict`, instead of leaving one out.
    """
    given = list(documents)
    if actor.role in _EVERYWHERE:
        return given
    people = people_visible(admin, actor, _ALWAYS) or frozenset()
    shown = [one for one in given if _open_to(actor, people, one.value)]
    if strict and len(shown) < len(given):
        raise OutOfScope("this record belongs to somebody outside of your team")
    return shown


def _open_to(actor: Actor, people: frozenset[str], value: Any) -> bool:
    person = getattr(value, "person", None)
    team = getattr(value, "team", None)
    if person is None and team is None:
        return True
    return person in people or (person is None and team in actor.team_ids)
