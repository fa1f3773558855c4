"""What would change if these rules were stored? Nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from adsum.app import codec
from adsum.app.actor import Actor
from adsum.app.closed_days import is_referenced
from adsum.app.company import Company
from adsum.app.days import Asked, Days
from adsum.app.documents import StillReferenced, UnknownReference, references
from adsum.app.kinds import KINDS, PERSON, kind_of
from adsum.app.masterdata import check_id
from adsum.app.ports.clock import Clock
from adsum.app.ports.documents import StoredDocument
from adsum.app.ports.store import Records, Store
from adsum.app.report import name_of
from adsum.app.scope import people_in_scope
from adsum.domain.figures import DayFigures
from adsum.domain.span import DateSpan
from adsum.domain.summary import Summary, summary
from adsum.errors import InvalidInput

MOST_DAYS = 100_000
MOST_SHOWN = 1000


class PreviewTooLarge(InvalidInput):
    """Too many days of too many people to work out while somebody waits."""

    code = "preview.too_large"
    remedy = "Ask for a shorter span, or for one team or person."


@dataclass(frozen=True, slots=True)
class Proposed:
    """A document as it would be stored; body None: it would be removed."""

    kind: str
    id: str
    body: Mapping[str, Any] | None


@dataclass(frozen=True, slots=True)
class PreviewQuery:
    """Which days are compared. person, team: only theirs."""

    span: DateSpan
    person: str | None = None
    team: str | None = None


@dataclass(frozen=True, slots=True)
class DayChange:
    """One day that would change."""

    name: str
    before: DayFigures
    after: DayFigures


@dataclass(frozen=True, slots=True)
class Effect:
    """What would change. changes: the first 1,000 by name and date, of `days` days of `people`
    people. before, after: the sums of all days that change."""

    days: int
    people: int
    changes: tuple[DayChange, ...]
    before: Summary
    after: Summary


class PreviewRules:
    """Compare the days of a past span as they are with what they would be under changed rules:
    policies, shifts, rotations, assignments, holidays, memberships. Closed days stay as they were
    closed. The documents are checked as if they were stored.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def execute(self, actor: Actor, proposed: Sequence[Proposed], query: PreviewQuery) -> Effect:
        """Return the effect on the days of those whom the actor may see.

        Raises:
            InvalidDocument, UnknownKind, UnknownReference, StillReferenced: it cannot be stored.
            PreviewTooLarge.
        """
        now = self._clock.now()
        with self._store.read() as records:
            changed = {(p.kind, p.id): stored for p, stored in _stored(records, proposed, now)}
            current = self._company.at(records)
            rules = self._company.preview(records, changed)
            scope = people_in_scope(actor, current.memberships, query.span)
            names = records.people.names()
            people = set(names) if scope is None else names.keys() & scope
            if query.person is not None:
                people &= {query.person}
            if query.team is not None:
                led = (current.memberships, rules.memberships)
                people &= {p for book in led for p, own in book.items() if _in(own, query.team)}
            if len(people) * len(query.span) > MOST_DAYS:
                raise PreviewTooLarge(f"{len(people)} people times {len(query.span)} days")
            asked = Asked(query.span, frozenset(people))
            before = _by_day(Days(records, current, now).figures(asked))
            after = _by_day(Days(records, rules, now).figures(asked))
        keys = [key for key in before if key in after and before[key] != after[key]]
        keys.sort(key=lambda key: (name_of(key[0], names).casefold(), key))
        shown = keys[:MOST_SHOWN]
        return Effect(
            len(keys),
            len({person_id for person_id, _ in keys}),
            tuple(DayChange(name_of(key[0], names), before[key], after[key]) for key in shown),
            summary(before[key] for key in keys),
            summary(after[key] for key in keys),
        )


_Days = dict[tuple[str, date], DayFigures]


def _by_day(figures: Iterable[tuple[str, tuple[DayFigures, ...]]]) -> _Days:
    return {(person_id, day.date): day for person_id, own in figures for day in own}


def _in(memberships: Iterable[Any], team: str) -> bool:
    return any(membership.team_id == team for membership in memberships)


def _stored(
    records: Records, proposed: Iterable[Proposed], now: Any
) -> list[tuple[Proposed, StoredDocument | None]]:
    """Return the documents as they would be stored, under the names of their kinds."""
    given: list[tuple[Proposed, StoredDocument | None]] = []
    values: dict[tuple[str, str], Any] = {}
    for one in proposed:
        kind = kind_of(one.kind)
        check_id(one.id)
        named = Proposed(kind.name, one.id, one.body)
        if one.body is None:
            other = is_referenced(records, kind, one.id)
            if other is not None:
                raise StillReferenced(f"{kind.title} {one.id} is named by {other}")
            given.append((named, None))
            continue
        value = codec.parse(kind.type, {**one.body, "id": one.id})
        values[kind.name, one.id] = value
        given.append((named, StoredDocument(kind.name, one.id, 1, codec.dumps(value), now)))
    for (kind_name, _), value in values.items():
        for field, target, id in references(KINDS[kind_name], value):
            known = (target, id) in values or _is_known(records, target, id)
            if not known:
                raise UnknownReference(f"{field}: there is no {target} {id!r}")
    return given


def _is_known(records: Records, target: str, id: str) -> bool:
    if target == PERSON:
        return records.people.get(id) is not None
    return records.documents.get(target, id) is not None
