"""Why does this day have the figures that it has?"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from adsum.app.actor import Actor
from adsum.app.audit import Subject, Views
from adsum.app.clocking import UnknownPerson
from adsum.app.company import Company
from adsum.app.days import Asked, Days, View
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.scope import check_scope
from adsum.domain.correction import Correction
from adsum.domain.explanation import Explanation, explain
from adsum.domain.explanation_english import english
from adsum.domain.figures import DayFigures
from adsum.domain.span import DateSpan
from adsum.domain.workday import WorkDay


@dataclass(frozen=True, slots=True)
class DayExplained:
    """One person's day with its working. corrections: all that were made about it, whatever became
    of them. frozen: the figures as closed; None while the day is open."""

    day: WorkDay
    explanation: Explanation
    sentences: tuple[str, ...]
    corrections: tuple[Correction, ...]
    frozen: DayFigures | None


class ExplainDay:
    """Show the punches, the shift, the rules and the arithmetic that led to a day's figures, as
    recorded or as corrected. Who looked at whose day is noted in the audit log."""

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._views = Views(store, clock)

    def execute(
        self, actor: Actor, person_id: str, on: date, view: View = View.AS_CORRECTED
    ) -> DayExplained:
        """Explain one day.

        Raises:
            UnknownPerson: nobody has this id. OutOfScope.
        """
        span, only = DateSpan(on, on), frozenset({person_id})
        with self._store.read() as records:
            rules = self._company.at(records)
            check_scope(actor, rules.memberships, person_id, on)
            if records.people.get(person_id) is None:
                raise UnknownPerson("the person is not enrolled")
            days = Days(records, rules, self._clock.now())
            [(_, (day,))] = days.work_days(Asked(span, only, view))
            corrections = records.corrections.between(day.span.start, day.span.end, only)
            frozen = [d for _, own in records.periods.figures(span, only) for d in own]
        self._views.note(
            actor, Subject("day", f"{person_id}/{on}", person_id), {"view": view.value}
        )
        explanation = explain(day)
        return DayExplained(
            day,
            explanation,
            english(explanation),
            tuple(corrections),
            frozen[0] if frozen else None,
        )
