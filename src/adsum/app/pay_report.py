"""What is everybody paid for a period?"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace

from adsum.app.actor import Actor
from adsum.app.audit import Subject, Views
from adsum.app.company import Company
from adsum.app.days import Asked, Days
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.report import name_of
from adsum.app.scope import people_in_scope
from adsum.domain.closing import Adjustment
from adsum.domain.figures import DayFigures
from adsum.domain.money import total
from adsum.domain.pay import PaySlip, pay_slip
from adsum.domain.pay_adjustment import adjustment_lines
from adsum.domain.span import DateSpan


@dataclass(frozen=True, slots=True)
class NamedSlip:
    """A pay slip with the name to print on it."""

    name: str
    slip: PaySlip


class PayReport:
    """Work out the pay of everybody with terms of pay for a period.

    Closed days are paid as they were frozen; what was adjusted within the period about earlier ones
    is a line of its own. Who looked at whose pay is noted in the audit log.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._views = Views(store, clock)

    def execute(
        self, actor: Actor, span: DateSpan, people: frozenset[str] | None = None
    ) -> list[NamedSlip]:
        """Return one slip for each person with terms of pay, by name."""
        figures: defaultdict[str, list[DayFigures]] = defaultdict(list)
        changes: defaultdict[str, list[Adjustment]] = defaultdict(list)
        with self._store.read() as records:
            rules = self._company.at(records)
            scope = people_in_scope(actor, rules.memberships, span)
            wanted = frozenset(rules.pay)
            wanted &= wanted if people is None else people
            wanted &= wanted if scope is None else scope
            days = Days(records, rules, self._clock.now())
            for person_id, own in days.figures(Asked(span, wanted)):
                figures[person_id] += own
            for change in records.periods.adjustments(posted=span):
                changes[change.person_id].append(change)
            names = records.people.names(wanted)
        only = next(iter(wanted)) if len(wanted) == 1 else None
        detail = {"from": span.first.isoformat(), "to": span.last.isoformat()}
        self._views.note(actor, Subject("pay", only or "everybody", only), detail)
        slips = []
        for person_id in wanted:
            terms = rules.pay[person_id]
            slip = pay_slip(terms, figures[person_id], span)
            lines = slip.lines + adjustment_lines(terms, changes[person_id])
            amount = total((line.amount for line in lines), slip.total.currency)
            slips.append(
                NamedSlip(name_of(person_id, names), replace(slip, lines=lines, total=amount))
            )
        return sorted(slips, key=lambda named: (named.name.casefold(), named.slip.person_id))
