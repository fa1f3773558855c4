"""Putting the documents together into the values of the domain."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from adsum.app import codec
from adsum.app.company_rules import CompanyRules
from adsum.app.events import CHANNELS
from adsum.app.kinds import KINDS
from adsum.app.masterdata import LeaveEntitlement, Pay, PolicyUse, PolicyVersion, Site
from adsum.app.policies import Segment, followed, segments_of
from adsum.app.ports.documents import StoredDocument
from adsum.app.ports.holidays import PublicHolidays
from adsum.app.ports.store import Records
from adsum.domain.assignment import Assignment, Membership
from adsum.domain.calendar import Calendar, calendar
from adsum.domain.leave import LeaveType
from adsum.domain.leave_balance import Entitlement
from adsum.domain.policy import Policy, PolicyBook
from adsum.domain.rotation import Rotation
from adsum.domain.rules import Rulebook
from adsum.domain.span import DateSpan

T = TypeVar("T")
# The earliest year whose public holidays anybody asks about.
_FIRST_YEAR = 2015


@dataclass(frozen=True, slots=True)
class Defaults:
    """What holds where no document says otherwise. last_year: until when holidays are needed."""

    zone: str
    policy: Policy
    last_year: int


class Loader:
    """Reads the documents of one transaction and puts them together."""

    def __init__(
        self,
        records: Records,
        holidays: PublicHolidays,
        defaults: Defaults,
        changed: Mapping[tuple[str, str], StoredDocument | None],
    ) -> None:
        """changed: documents by kind and id that are taken instead of the stored ones."""
        self._records = records
        self._holidays = holidays
        self._defaults = defaults
        self._found: dict[str, list[Any]] = {name: [] for name in KINDS}
        stored_ones = {(stored.kind, stored.id): stored for stored in records.documents.all()}
        for stored in {**stored_ones, **changed}.values():
            kind = KINDS.get(stored.kind) if stored is not None else None
            if kind is not None and stored is not None:
                self._found[kind.name].append(codec.loads(kind.type, stored.body))
        self._calendars: dict[str, Calendar] = {}

    def load(self) -> CompanyRules:
        """Return the rules that the documents and the approved leave make."""
        found = self._found
        sites: dict[str, Site] = {site.id: site for site in found["site"]}
        memberships = tuple(
            Membership(m.person, m.team, m.first, m.last) for m in found["membership"]
        )
        by_person = _grouped((m.person_id, m) for m in memberships)
        types: dict[str, LeaveType] = {t.id: t for t in found["leave_type"]}
        default, of_people = self._policies(by_person)
        rulebook = Rulebook(
            default,
            tuple(self._assignments(sites)),
            memberships,
            tuple(self._records.leave.approved()),
            of_people,
            self._defaults.zone,
        )
        pay: list[Pay] = found["pay"]
        return CompanyRules(
            rulebook,
            self._defaults.zone,
            sites,
            {place.id: place for place in found["place"]},
            {team.id: team for team in found["team"]},
            by_person,
            types,
            self._entitlements(types),
            _grouped((p.terms.person_id, p.terms) for p in pay),
            tuple((name, target) for name in CHANNELS for target in found[name]),
        )

    def _entitlements(self, types: Mapping[str, LeaveType]) -> dict[str, tuple[Entitlement, ...]]:
        given: list[LeaveEntitlement] = self._found["entitlement"]
        return _grouped(
            (e.person, Entitlement(e.person, types[e.type], _span(e), e.days, e.carried))
            for e in given
        )

    def _assignments(self, sites: Mapping[str, Site]) -> list[Assignment]:
        shifts = {model.id: model.shift() for model in self._found["shift"]}
        rotations = {
            model.id: Rotation(
                model.id,
                tuple(tuple(shifts[id] for id in day) for day in model.days),
                model.anchor,
            )
            for model in self._found["rotation"]
        }
        return [
            Assignment(
                rotations[given.rotation],
                sites[given.site].zone,
                given.person,
                given.team,
                given.first,
                given.last,
                self._calendar(given.holidays or sites[given.site].holidays),
            )
            for given in self._found["assignment"]
        ]

    def _calendar(self, id: str | None) -> Calendar:
        if id is None:
            return Calendar()
        if id not in self._calendars:
            model = next(m for m in self._found["holiday_set"] if m.id == id)
            public: Mapping[date, str] = {}
            if model.country:
                years = range(_FIRST_YEAR, self._defaults.last_year + 1)
                public = self._holidays.of(model.country, model.region, years)
            self._calendars[id] = calendar(id, public, model.company_days)
        return self._calendars[id]

    def _policies(
        self, memberships: Mapping[str, tuple[Membership, ...]]
    ) -> tuple[PolicyBook, dict[str, PolicyBook]]:
        """Return the default policy, and the policy of everybody who follows another one."""
        versions: list[PolicyVersion] = self._found["policy"]
        books = {
            name: PolicyBook(tuple(sorted(rules, key=lambda version: version.valid_from)))
            for name, rules in _grouped((v.policy, v.rules) for v in versions).items()
        }
        default = self._with_built_in(books.get("default"))
        own: defaultdict[str, list[Segment]] = defaultdict(list)
        of_team: defaultdict[str, list[Segment]] = defaultdict(list)
        uses: list[PolicyUse] = self._found["policy_use"]
        for use in uses:
            segment = Segment(books.get(use.policy, default), use.first, use.last)
            if use.person is not None:
                own[use.person].append(segment)
            if use.team is not None:
                of_team[use.team].append(segment)
        people = set(own)
        for person_id, belongs in memberships.items():
            if any(membership.team_id in of_team for membership in belongs):
                people.add(person_id)
        known: dict[tuple[Segment, ...], PolicyBook] = {}
        found = {}
        for person_id in people:
            teams = [(m.team_id, m.first, m.last) for m in memberships.get(person_id, ())]
            segments = tuple(segments_of(own.get(person_id, ()), teams, of_team))
            # People with the same policies share one book, so that their days can be shared, too.
            if segments not in known:
                known[segments] = followed(default, segments)
            found[person_id] = known[segments]
        return default, found

    def _with_built_in(self, book: PolicyBook | None) -> PolicyBook:
        """The days before the first version follow the built-in policy, not that version."""
        built_in = self._defaults.policy
        if book is None:
            return PolicyBook((built_in,))
        if book.versions[0].valid_from == date.min:
            return book
        return PolicyBook((built_in, *book.versions))


def _grouped(pairs: Iterable[tuple[str, T]]) -> dict[str, tuple[T, ...]]:
    found: defaultdict[str, list[T]] = defaultdict(list)
    for key, value in pairs:
        found[key].append(value)
    return {key: tuple(values) for key, values in found.items()}


def _span(entitlement: LeaveEntitlement) -> DateSpan:
    return DateSpan(entitlement.first, entitlement.last)
