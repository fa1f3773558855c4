"""The sheets that people sign: each day of a period with its times, and what it adds up to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from adsum.app.actor import Actor
from adsum.app.audit import Subject, Views
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.days import Asked, Days, View
from adsum.app.export_rows import day_line
from adsum.app.payroll import PayrollRow
from adsum.app.ports.clock import Clock
from adsum.app.ports.exports import DayLine, MonthSheet, PersonHead, Record
from adsum.app.ports.store import Records, Store
from adsum.app.report import name_of
from adsum.app.scope import people_in_scope
from adsum.domain.closing import Adjustment
from adsum.domain.correction import Correction
from adsum.domain.figures import DayFigures
from adsum.domain.instants import local
from adsum.domain.pay import pay_slip
from adsum.domain.pay_adjustment import adjustment_lines
from adsum.domain.punch import Punch
from adsum.domain.span import DateSpan
from adsum.domain.summary import summary
from adsum.domain.workday import WorkDay

_MARGIN = timedelta(days=3)


@dataclass(frozen=True, slots=True)
class SheetQuery:
    """Whose sheets are asked for; people None: everybody's. with_pay: whether pay is shown."""

    span: DateSpan
    people: frozenset[str] | None = None
    view: View = View.AS_CORRECTED
    with_pay: bool = False


class MonthSheets:
    """Make one sheet for each person whom the actor may see.

    Closed days show the figures that were frozen. What corrections changed is said in words. Who
    looked at whose record is noted in the audit log.
    """

    def __init__(self, store: Store, clock: Clock, company: Company, title: str = "") -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._title = title
        self._views = Views(store, clock)

    def execute(self, actor: Actor, query: SheetQuery) -> list[MonthSheet]:
        """Return the sheets by name."""
        with self._store.read() as records:
            rules = self._company.at(records)
            scope = people_in_scope(actor, rules.memberships, query.span)
            people = query.people if scope is None else scope & (query.people or scope)
            asked = replace(query, people=people)
            found = list(_Maker(records, rules, self._clock.now(), self._title).sheets(asked))
        only = next(iter(people)) if people and len(people) == 1 else None
        detail = {"from": query.span.first.isoformat(), "to": query.span.last.isoformat()}
        self._views.note(actor, Subject("sheet", only or "everybody", only), detail)
        return sorted(found, key=lambda sheet: sheet.record.person.name.casefold())

    def payroll_rows(self, actor: Actor, span: DateSpan) -> list[PayrollRow]:
        """Return what a payroll mapping is applied to: figures, sums and pay of each person."""
        sheets = self.execute(actor, SheetQuery(span, with_pay=True))
        return [
            PayrollRow(
                sheet.record.person,
                span,
                sheet.totals,
                tuple(line.figures for line in sheet.record.lines),
                sheet.slip,
            )
            for sheet in sheets
        ]


class _Maker:
    """Makes sheets within one transaction."""

    def __init__(self, records: Records, rules: CompanyRules, now: datetime, title: str) -> None:
        self._records = records
        self._rules = rules
        self._now = now
        self._title = title

    def sheets(self, query: SheetQuery) -> Iterator[MonthSheet]:
        span = query.span
        days = Days(self._records, self._rules, self._now)
        names = self._records.people.names(query.people)
        recorded, corrections = self._facts(query)
        frozen = self._frozen(query)
        posted: defaultdict[str, list[Adjustment]] = defaultdict(list)
        for change in self._records.periods.adjustments(posted=span):
            posted[change.person_id].append(change)
        closed = self._closed(span)
        for person_id, own in days.work_days(Asked(span, query.people, query.view)):
            facts = recorded.get(person_id, []), corrections[person_id]
            lines = tuple(_line(day, facts, frozen) for day in own)
            if not any(line.figures.flags or line.figures.worked or line.shift for line in lines):
                continue  # nothing to sign
            figures = [line.figures for line in lines]
            sheet = MonthSheet(
                self._title,
                Record(self._head(person_id, names, span), lines),
                span,
                summary(figures),
                local(self._now, self._rules.zone),
                closed=closed,
                adjustments=tuple(posted[person_id]),
            )
            yield self._paid(sheet, figures) if query.with_pay else sheet

    def _facts(
        self, query: SheetQuery
    ) -> tuple[dict[str, list[Punch]], defaultdict[str, list[Correction]]]:
        """The punches as recorded and the corrections around the span, by person."""
        start = datetime.combine(query.span.first, datetime.min.time(), self._now.tzinfo) - _MARGIN
        end = datetime.combine(query.span.last, datetime.min.time(), self._now.tzinfo) + _MARGIN
        by_person: defaultdict[str, list[Correction]] = defaultdict(list)
        for correction in self._records.corrections.between(start, end, query.people):
            by_person[correction.person_id].append(correction)
        return self._records.punches.by_person(start, end, query.people), by_person

    def _frozen(self, query: SheetQuery) -> dict[tuple[str, object], DayFigures]:
        if query.view is View.AS_RECORDED:
            return {}
        figures = self._records.periods.figures(query.span, query.people)
        return {(id, day.date): day for id, days in figures for day in days}

    def _closed(self, span: DateSpan) -> tuple[str, datetime] | None:
        for head in self._records.periods.heads():
            if head.span.first <= span.first and span.last <= head.span.last:
                return head.closed_by, local(head.closed_at, self._rules.zone)
        return None

    def _head(self, person_id: str, names: dict[str, str], span: DateSpan) -> PersonHead:
        teams = self._rules.teams_on(person_id, span.last)
        known = (self._rules.teams.get(team) for team in teams)
        team = ", ".join(team.name for team in known if team is not None)
        return PersonHead(person_id, name_of(person_id, names), team=team)

    def _paid(self, sheet: MonthSheet, figures: list[DayFigures]) -> MonthSheet:
        terms = self._rules.pay.get(sheet.record.person.id, ())
        if not terms:
            return sheet
        slip = pay_slip(terms, figures, sheet.span)
        added = adjustment_lines(terms, list(sheet.adjustments))
        total = sum((line.amount for line in added), slip.total)
        return replace(sheet, slip=replace(slip, lines=slip.lines + added, total=total))


def _line(
    day: WorkDay,
    facts: tuple[list[Punch], list[Correction]],
    frozen: dict[tuple[str, object], DayFigures],
) -> DayLine:
    line = day_line(day, *facts)
    kept = frozen.get((day.person_id, day.date))
    return line if kept is None else replace(line, figures=kept)
