"""What do the punches of a day or a month add up to?"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date

from adsum.app.company import Company
from adsum.app.days import Asked, Days
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.domain.dayspan import DaySpans
from adsum.domain.person import FORGOTTEN
from adsum.domain.rules import PersonRules
from adsum.domain.span import DateSpan
from adsum.domain.workday import WorkDay


@dataclass(frozen=True, slots=True)
class ReportRow:
    """One person's work day with the name to print."""

    name: str
    day: WorkDay


class Report:
    """List the work days of everybody who punched, for one day or one month.

    Days belong to the local calendar of the place of the punch. A day whose last punch is an
    arrival is open: its running session adds nothing to the time worked.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company

    def today(self) -> date:
        """Return the date of the work day that is running in the company's zone.

        At 01:30 that is yesterday's: an evening belongs to the day on which it began.
        """
        current = self._company.current()
        rules = PersonRules(current.rulebook.policies, home_zone=current.zone)
        return DaySpans(rules).of(self._clock.now(), current.zone).date

    def month(self, day: date) -> list[ReportRow]:
        """Return the rows of the calendar month that holds `day`, by date and name."""
        last = calendar.monthrange(day.year, day.month)[1]
        return self.execute(day.replace(day=1), day.replace(day=last))

    def execute(self, first: date, last: date) -> list[ReportRow]:
        """Return the rows of the work days `first` to `last`, both included, by date and name."""
        with self._store.read() as records:
            days = Days(records, self._company.at(records), self._clock.now())
            asked = Asked(DateSpan(first, last), punched=True)
            found = [day for _, own in days.work_days(asked) for day in own]
            names = records.people.names({day.person_id for day in found})
        rows = [ReportRow(name_of(day.person_id, names), day) for day in found]
        return sorted(rows, key=lambda row: (row.day.date, row.name, row.day.person_id))


def name_of(person_id: str, names: dict[str, str]) -> str:
    """Return the name to print; of somebody who was forgotten, a part of the pseudonym."""
    return names.get(person_id) or f"Forgotten {person_id.removeprefix(FORGOTTEN)[:6]}"
