"""Reports: presence, hours, lateness, overtime, absence and cost, summed as asked."""

from __future__ import annotations

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
    ReportLine,
    ReportQuery,
    parts,
    people_asked,
    period,
)
from adsum.app.report_sums import ReportSums


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
        with self._store.read() as records:
            rules = self._company.at(records)
            people = people_asked(actor, query, rules)
            found = ReportSums(query, rules, with_cost=with_cost)
            days = Days(records, rules, self._clock.now())
            for part in parts(query.span):
                for person_id, own in days.figures(Asked(part, people, query.view)):
                    found.add(person_id, own)
            names = records.people.names() if query.by is By.PERSON else {}
        self._note(actor, query)
        lines = [
            ReportLine(
                key,
                _name(key, query.by, rules, names),
                period(first, query),
                total,
                found.costs.get((key, first), {}),
            )
            for (key, first), total in found.sums.items()
        ]
        return sorted(lines, key=lambda line: (line.span, line.name.casefold(), line.key))

    def _note(self, actor: Actor, query: ReportQuery) -> None:
        only = next(iter(query.people)) if query.people and len(query.people) == 1 else None
        whose = only or query.team or query.site or "everybody"
        detail = {"from": query.span.first.isoformat(), "to": query.span.last.isoformat()}
        self._views.note(actor, Subject("report", whose, only), detail)


def _name(key: str, by: By, rules: CompanyRules, names: dict[str, str]) -> str:
    if by is By.PERSON:
        return name_of(key, names)
    known = rules.teams if by is By.TEAM else rules.sites
    found = known.get(key)
    return found.name if found else ""
