"""What would change if these rules were stored? Nothing is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
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
    people. before, after: the sums of all days that change.

    assumed: the rules begin only after the span; they are shown as if they had begun with it.
    """

    days: int
    people: int
    changes: tuple[DayChange, ...]
    before: Summary
    after: Summary
    assumed: bool


class PreviewRules:
    """Compare the days of a past span as they are with what they would be under changed rules:
    policies, shifts, rotations, assignments, holidays, memberships. Closed days stay as they were
    closed. The documents are checked as if they were stored. Rules that begin after the span are
    shown as if they had begun with it: otherwise nobody could try what is to come.
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
            checked = _Proposals(records, query.span, now)
            changed = checked.stored(proposed)
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
            checked.assumed,
        )


_Days = dict[tuple[str, date], DayFigures]


def _by_day(figures: Iterable[tuple[str, tuple[DayFigures, ...]]]) -> _Days:
    return {(person_id, day.date): day for person_id, own in figures for day in own}


def _in(memberships: Iterable[Any], team: str) -> bool:
    return any(membership.team_id == team for membership in memberships)


_Changed = dict[tuple[str, str], StoredDocument | None]


class _Proposals:
    """The documents as they would be stored, under the names of their kinds.

    assumed: one of them begins after `span` and was made to begin with it.
    """

    def __init__(self, records: Records, span: DateSpan, now: datetime) -> None:
        self.assumed = False
        self._records = records
        self._span = span
        self._now = now

    def stored(self, proposed: Iterable[Proposed]) -> _Changed:
        given: _Changed = {}
        values: dict[tuple[str, str], Any] = {}
        for one in proposed:
            kind = kind_of(one.kind)
            check_id(one.id)
            if one.body is None:
                other = is_referenced(self._records, kind, one.id)
                if other is not None:
                    raise StillReferenced(f"{kind.title} {one.id} is named by {other}")
                given[kind.name, one.id] = None
                continue
            value = codec.parse(kind.type, {**one.body, "id": one.id})
            values[kind.name, one.id] = value
            given |= self._within(kind.name, value)
        self._check_references(values)
        return given

    def _check_references(self, values: Mapping[tuple[str, str], Any]) -> None:
        for (kind_name, _), value in values.items():
            for field, target, id in references(KINDS[kind_name], value):
                if (target, id) not in values and not _is_known(self._records, target, id):
                    raise UnknownReference(f"{field}: there is no {target} {id!r}")

    def _within(self, kind: str, value: Any) -> _Changed:
        """Return the document, beginning with the span if it begins after it."""
        first, found = self._span.first, _Changed()
        begins = getattr(value, "first", None)
        if kind == "policy" and value.rules.valid_from > self._span.last:
            found = self._replaced(value)
            value = replace(value, rules=replace(value.rules, valid_from=first))
            self.assumed = True
        elif isinstance(begins, date) and begins > self._span.last:
            value = replace(value, first=first)
            self.assumed = True
        stored = StoredDocument(kind, value.id, 1, codec.dumps(value), self._now)
        return {**found, (kind, value.id): stored}

    def _replaced(self, policy: Any) -> _Changed:
        """Return the versions of a policy that begin within the span, as removed: the proposed one
        comes after them and takes their place."""
        found: _Changed = {}
        for stored in self._records.documents.all("policy"):
            other = codec.loads(KINDS["policy"].type, stored.body)
            if other.policy == policy.policy and other.rules.valid_from in self._span:
                found["policy", stored.id] = None
        return found


def _is_known(records: Records, target: str, id: str) -> bool:
    if target == PERSON:
        return records.people.get(id) is not None
    return records.documents.get(target, id) is not None
