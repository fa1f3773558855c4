"""Reports: presence, hours, lateness, overtime, absence and cost, summed as asked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from adsum.app.actor import Actor
from adsum.app.audit import Subject, Views
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.days import Asked, Days
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.report import name_of
from adsum.app.report_query import (
    By,
    Key,
    ReportLine,
    ReportQuery,
    groups,
    parts,
    people_asked,
    period,
)
from adsum.app.sums import add_cost, merged
from adsum.domain.figures import DayFigures
from adsum.domain.money import Money
from adsum.domain.pay import PayTerms, pay_slip
from adsum.domain.span import DateSpan
from adsum.domain.summary import Summary, summary

_DAY = timedelta(days=1)


class AttendanceReport:
    """Sum up the days of everybody whom the actor may see, by person, team, site or company and per
    day, month, year or as a whole.

    Closed days count as they were frozen, unless the view as recorded is asked for. The report is
    worked out in parts, so that years take no more memory than one.
    Who looked at whose record is noted in the audit log.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._views = Views(store, clock)

    def execute(
        self, actor: Actor, query: ReportQuery, *, with_cost: bool = False
    ) -> list[ReportLine]:
        """Return the lines by date, then name. `with_cost`: whether the actor may see pay."""
        sums: dict[Key, Summary] = {}
        costs: defaultdict[Key, dict[str, Money]] = defaultdict(dict)
        with self._store.read() as records:
            rules = self._company.at(records)
            people = people_asked(actor, query, rules)
            days = Days(records, rules, self._clock.now())
            for part in parts(query.span):
                for person_id, own in days.figures(Asked(part, people, query.view)):
                    grouped = groups(own, query, rules)
                    for key, group in grouped.items():
                        added = summary(group)
                        sums[key] = merged(sums[key], added) if key in sums else added
                    if with_cost:
                        _add_costs(costs, grouped, rules.pay.get(person_id, ()))
            names = records.people.names() if query.by is By.PERSON else {}
        self._note(actor, query)
        lines = [
            ReportLine(
                key,
                _name(key, query.by, rules, names),
                period(first, query),
                total,
                costs.get((key, first), {}),
            )
            for (key, first), total in sums.items()
        ]
        return sorted(lines, key=lambda line: (line.span, line.name.casefold(), line.key))

    def _note(self, actor: Actor, query: ReportQuery) -> None:
        only = next(iter(query.people)) if query.people and len(query.people) == 1 else None
        whose = only or query.team or query.site or "everybody"
        detail = {"from": query.span.first.isoformat(), "to": query.span.last.isoformat()}
        self._views.note(actor, Subject("report", whose, only), detail)


def _add_costs(
    costs: dict[Key, dict[str, Money]],
    parts: Mapping[Key, list[DayFigures]],
    terms: Iterable[PayTerms],
) -> None:
    """Add what the days of one person cost; a day in two teams is paid by the first."""
    given = tuple(terms)
    if not given:
        return
    paid: set[date] = set()
    for key, group in parts.items():
        own = [day for day in group if day.date not in paid]
        paid.update(day.date for day in own)
        for span in _runs(own):
            add_cost(costs.setdefault(key, {}), pay_slip(given, own, span).total)


def _runs(days: Iterable[DayFigures]) -> list[DateSpan]:
    """Return the dates of `days` as unbroken spans within a month: pay is worked out and rounded
    month by month, and of a salary each group gets its own share."""
    runs: list[DateSpan] = []
    for day in sorted(day.date for day in days):
        if runs and day - runs[-1].last == _DAY and day.day > 1:
            runs[-1] = DateSpan(runs[-1].first, day)
        else:
            runs.append(DateSpan(day, day))
    return runs


def _name(key: str, by: By, rules: CompanyRules, names: dict[str, str]) -> str:
    if by is By.PERSON:
        return name_of(key, names)
    known = rules.teams if by is By.TEAM else rules.sites
    found = known.get(key)
    return found.name if found else ""
