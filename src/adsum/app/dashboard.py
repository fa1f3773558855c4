"""Who is in now, who is missing, and how today goes."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsum.app.actor import Actor
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.days import Asked, Days
from adsum.app.kept import Kept, Moment
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.scope import people_in_scope
from adsum.domain.correction import Approval
from adsum.domain.instants import local, local_date
from adsum.domain.leave import RequestState
from adsum.domain.presence import Presence, Standing, standing
from adsum.domain.punch import Direction
from adsum.domain.resolve import ResolvedPunch
from adsum.domain.span import DateSpan

LAST_PUNCHES = 20
MOST_PENDING = 1000
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Within:
    """Which part of the company is looked at; None: all that the actor may see."""

    team: str | None = None
    site: str | None = None


@dataclass(frozen=True, slots=True)
class PeopleQuery:
    """Who is listed: those with one presence (None: with any) and `search` in their name."""

    within: Within
    presence: Presence | None = None
    search: str = ""


@dataclass(frozen=True, slots=True)
class Now:
    """How one person stands. site: where they punched, or else where their team works."""

    name: str
    standing: Standing
    teams: tuple[str, ...]
    site: str


@dataclass(frozen=True, slots=True)
class LastPunch:
    """A punch with the name of its person and its direction."""

    name: str
    entry: ResolvedPunch


@dataclass(frozen=True, slots=True)
class Hour:
    """The comings and goings of one hour of the wall clock, 0 to 23."""

    hour: int
    came: int
    went: int


Counts = Mapping[Presence, int]


@dataclass(frozen=True, slots=True)
class Overview:
    """The company at `now`.

    came_late: how many came late today; who has not come yet is counted as `Presence.LATE`.
    by_team, by_site: counts by id; "" for those without. pending_*: what waits for a decision; at
    most 1,000 are counted.
    """

    now: datetime
    day: date
    zone: str
    people: int
    counts: Counts
    came_late: int
    by_team: Mapping[str, Counts]
    by_site: Mapping[str, Counts]
    hours: tuple[Hour, ...]
    last_punches: tuple[LastPunch, ...]
    pending_corrections: int
    pending_leave: int


class Dashboard:
    """Show how everybody stands whom the actor may see: in (since when and where), left, late,
    absent, excused; today's punches by the hour, and what waits for a decision.

    A manager sees the people of their teams. Somebody counts in each team that they belong to.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._standings = Kept(_standings, lambda value: value.until)

    def execute(self, actor: Actor, within: Within) -> Overview:
        """Return the sums."""
        now = self._clock.now()
        with self._store.read() as records:
            rules = self._company.at(records)
            found = self._found(records, rules, actor, within, now)
            scope = _scope(actor, rules, now)
            corrections = records.corrections.page(
                limit=MOST_PENDING, approval=Approval.PENDING, people=scope
            )
            leave = records.leave.page(limit=MOST_PENDING, state=RequestState.PENDING, people=scope)
        return Overview(
            now=now,
            day=local_date(now, rules.zone),
            zone=rules.zone,
            people=len(found),
            counts=Counter(one.standing.presence for one in found),
            came_late=sum(1 for one in found if one.standing.late),
            by_team=_grouped((team, one) for one in found for team in one.teams or ("",)),
            by_site=_grouped((one.site, one) for one in found),
            hours=_hours(found, rules.zone),
            last_punches=_last(found),
            pending_corrections=len(corrections),
            pending_leave=len(leave),
        )

    def people(
        self, actor: Actor, query: PeopleQuery, *, after: str = "", limit: int = 100
    ) -> list[Now]:
        """Return a page by name; `after`: the last name of the page before."""
        now = self._clock.now()
        with self._store.read() as records:
            found = self._found(records, self._company.at(records), actor, query.within, now)
        wanted, beyond = query.search.casefold(), after.casefold()
        shown = [
            one
            for one in found
            if query.presence in (None, one.standing.presence)
            and wanted in one.name.casefold()
            and one.name.casefold() > beyond
        ]
        return heapq.nsmallest(limit, shown, key=lambda one: one.name.casefold())

    def _found(
        self, records: Records, rules: CompanyRules, actor: Actor, within: Within, now: datetime
    ) -> list[Now]:
        today = local_date(now, rules.zone)
        scope = _scope(actor, rules, now)
        names = records.people.names()
        visible = names.keys() if scope is None else names.keys() & scope
        moment = Moment(records, rules, now, today)
        standings = self._standings.of(moment, visible)
        found = []
        for person_id, value in standings.items():
            teams = tuple(rules.teams_on(person_id, today))
            one = Now(names[person_id], value, teams, _site(value, teams, rules))
            if within.team in (None, *teams) and within.site in (None, one.site):
                found.append(one)
        return found


def _scope(actor: Actor, rules: CompanyRules, now: datetime) -> frozenset[str] | None:
    today = local_date(now, rules.zone)
    return people_in_scope(actor, rules.memberships, DateSpan(today, today))


def _standings(moment: Moment, people: frozenset[str]) -> dict[str, Standing]:
    """Work out how `people` stand; a site far to the east may be a day ahead of the company."""
    rules = moment.rules
    today = local_date(moment.now, rules.zone)
    abroad = any(site.zone != rules.zone for site in rules.sites.values())
    span = DateSpan(today - _DAY, today + _DAY if abroad else today)
    days = Days(moment.records, rules, moment.now).work_days(Asked(span, people))
    return {person_id: standing(person_id, own, moment.now) for person_id, own in days}


def _site(value: Standing, teams: Iterable[str], rules: CompanyRules) -> str:
    of_team = (rules.teams[team].site for team in teams if team in rules.teams)
    return rules.site_of(value.place) or next((site for site in of_team if site), "")


def _grouped(pairs: Iterable[tuple[str, Now]]) -> dict[str, Counter[Presence]]:
    found: defaultdict[str, Counter[Presence]] = defaultdict(Counter)
    for key, one in pairs:
        found[key][one.standing.presence] += 1
    return found


def _hours(found: Iterable[Now], zone: str) -> tuple[Hour, ...]:
    counted = Counter(
        (local(entry.punch.at, zone).hour, entry.direction)
        for one in found
        for entry in one.standing.punches
    )
    return tuple(
        Hour(hour, counted[hour, Direction.IN], counted[hour, Direction.OUT]) for hour in range(24)
    )


def _last(found: Iterable[Now]) -> tuple[LastPunch, ...]:
    all_punches = (LastPunch(one.name, entry) for one in found for entry in one.standing.punches)
    newest = heapq.nlargest(
        LAST_PUNCHES, all_punches, key=lambda last: (last.entry.punch.at, last.entry.punch.id)
    )
    return tuple(newest)
