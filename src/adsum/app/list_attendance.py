"""Everybody with what their days add up to, a page at a time."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from adsum.app.actor import Actor
from adsum.app.attendance_list import (
    ListPage,
    ListQuery,
    NamedFigures,
    Order,
    PersonFigures,
    Times,
    fits,
    in_order,
)
from adsum.app.audit import Subject, Views
from adsum.app.company import Company
from adsum.app.days import Asked, Days
from adsum.app.kept import Kept, Moment
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Records, Store
from adsum.app.report import name_of
from adsum.app.report_query import parts, people_asked
from adsum.app.report_sums import ReportSums
from adsum.domain.instants import local_date
from adsum.domain.presence import unchanged_until
from adsum.domain.span import DateSpan
from adsum.domain.summary import Summary, summary
from adsum.domain.workday import WorkDay

# Days of people that are worked out while somebody waits: about a second.
AT_ONCE = 12_000
# Questions whose answers are remembered; ten thousand people take about ten megabytes each.
_MOST_KEPT = 4
# What a person costs beside the days themselves, in days: a single one takes a third of a month.
_MARGIN = 20
# The last days whose figures may still change by themselves: night shifts, open sessions.
_FRESH = timedelta(days=3)
_NO_DAYS: Summary = summary(())


class ListAttendance:
    """List the people whom the actor may see with what their days add up to, by name or by any
    figure, a page at a time; narrowed to a team, a site, a name, or to those who need a look.

    By name only the people of the page are worked out. By a figure it takes everybody: the first
    looks at a large company show a part and say how many are missing; later ones work out only
    people with new facts. Who looked at whose record is noted in the audit log.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._views = Views(store, clock)
        self._kept: OrderedDict[Hashable, Kept[PersonFigures]] = OrderedDict()
        self._lock = threading.Lock()

    def execute(
        self, actor: Actor, query: ListQuery, *, after: int = 0, limit: int = 50
    ) -> ListPage:
        """Return a page; `after`: the `next` of the page before."""
        with self._store.read() as records:
            rules = self._company.at(records)
            moment = Moment(records, rules, self._clock.now(), query.span)
            people = people_asked(actor, query.report(), rules)
            names = _names(records, people, query.search)
            wanted = _Wanted(query, names, after, limit)
            find = wanted.by_name if query.order is Order.NAME else wanted.by_figure
            page = find(self._figures_of(query), moment)
        whose = query.team or query.site or "everybody"
        only = actor.person_id if people == frozenset({actor.person_id}) else None
        detail = {"from": query.span.first.isoformat(), "to": query.span.last.isoformat()}
        self._views.note(actor, Subject("report", only or whose, only), detail)
        return page

    def _figures_of(self, query: ListQuery) -> Kept[PersonFigures]:
        key = (query.span, query.team, query.site, query.with_cost)
        with self._lock:
            if key not in self._kept:
                self._kept[key] = Kept(_Workshop(query).figures, lambda own: own.until)
            self._kept.move_to_end(key)
            while len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return self._kept[key]


def _names(records: Records, people: frozenset[str] | None, search: str) -> list[tuple[str, str]]:
    """Return (name, id) of those who come into question, by name; forgotten ones by pseudonym."""
    names = records.people.names()
    if people is None:
        names |= {id: name_of(id, {}) for id in records.punches.pseudonyms()}
    part = search.strip().casefold()
    found = [
        (name, person_id)
        for person_id, name in names.items()
        if (people is None or person_id in people) and part in name.casefold()
    ]
    return sorted(found, key=lambda one: (one[0].casefold(), one[1]))


class _Wanted:
    """One page of some people."""

    def __init__(
        self, query: ListQuery, names: list[tuple[str, str]], after: int, limit: int
    ) -> None:
        self._query = query
        self._names = names[::-1] if query.descending and query.order is Order.NAME else names
        self._after = after
        self._limit = limit
        self._budget = max(limit + 1, AT_ONCE // (len(query.span) + _MARGIN))

    def by_figure(self, kept: Kept[PersonFigures], moment: Moment) -> ListPage:
        known = kept.of(moment, [person_id for _, person_id in self._names], self._budget)
        lines = in_order(self._lines(self._names, known), self._query)
        end = self._after + self._limit
        more = end if len(lines) > end else None
        return ListPage(tuple(lines[self._after : end]), more, len(self._names) - len(known))

    def by_name(self, kept: Kept[PersonFigures], moment: Moment) -> ListPage:
        """Go through the names until the page is full, working out no more than that takes."""
        names, size = self._names[self._after :], self._limit + 1
        known = kept.of(moment, [person_id for _, person_id in names], 0)
        while True:
            missing = self._missing(names, known, size)
            if not missing or self._budget <= 0:
                return self._page(names, known)
            some = missing[: self._budget]
            known |= kept.of(moment, some)
            self._budget -= len(some)
            size *= 2

    def _missing(
        self, names: Sequence[tuple[str, str]], known: Mapping[str, PersonFigures], most: int
    ) -> list[str]:
        """Return the first people who may be on the page and are not worked out."""
        lines, missing = 0, list[str]()
        for _, person_id in names:
            own = known.get(person_id)
            if own is None:
                missing.append(person_id)
            elif fits(own, self._query.only):
                lines += 1
            if lines > self._limit or len(missing) == most:
                break
        return missing

    def _page(
        self, names: Sequence[tuple[str, str]], known: Mapping[str, PersonFigures]
    ) -> ListPage:
        lines: list[NamedFigures] = []
        for index, (name, person_id) in enumerate(names):
            own = known.get(person_id)
            if own is None:
                return ListPage(tuple(lines), None, len(names) - index)
            if fits(own, self._query.only):
                if len(lines) == self._limit:
                    return ListPage(tuple(lines), self._after + index, 0)
                lines.append(NamedFigures(name, own))
        return ListPage(tuple(lines), None, 0)

    def _lines(
        self, names: Iterable[tuple[str, str]], known: Mapping[str, PersonFigures]
    ) -> Iterable[NamedFigures]:
        for name, person_id in names:
            own = known.get(person_id)
            if own is not None and fits(own, self._query.only):
                yield NamedFigures(name, own)


class _Workshop:
    """Works out the figures of people for one question."""

    def __init__(self, query: ListQuery) -> None:
        self._query = query

    def figures(self, moment: Moment, people: frozenset[str]) -> dict[str, PersonFigures]:
        report = self._query.report()
        found = ReportSums(report, moment.rules, with_cost=self._query.with_cost)
        days = Days(moment.records, moment.rules, moment.now)
        for part in parts(report.span):
            for person_id, own in days.figures(Asked(part, people, report.view)):
                found.add(person_id, own)
        first = report.span.first
        recent = self._recent(moment, days, people)
        return {
            person_id: PersonFigures(
                person_id,
                found.sums.get((person_id, first), _NO_DAYS),
                found.costs.get((person_id, first), {}),
                self._times(recent.get(person_id, ())),
                _until(recent.get(person_id, ()), moment),
            )
            for person_id in people
        }

    def _recent(
        self, moment: Moment, days: Days, people: frozenset[str]
    ) -> dict[str, tuple[WorkDay, ...]]:
        """Return the days whose clock is shown, or that may still change by themselves."""
        span = self._query.span
        fresh = local_date(moment.now, moment.rules.zone) - _FRESH
        if len(span) > 1 and span.last < fresh:
            return {}
        first = span.first if len(span) == 1 else max(span.first, fresh)
        return dict(days.work_days(Asked(DateSpan(first, span.last), people)))

    def _times(self, recent: Sequence[WorkDay]) -> Times | None:
        return Times.of(recent[0]) if len(self._query.span) == 1 and recent else None


def _until(recent: Iterable[WorkDay], moment: Moment) -> datetime | None:
    moments = [unchanged_until(day, moment.now) for day in recent]
    return min((one for one in moments if one is not None), default=None)
