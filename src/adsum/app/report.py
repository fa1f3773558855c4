"""What do the punches of a day or a month add up to?"""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.domain.attendance import work_days
from adsum.domain.dayspan import DaySpans
from adsum.domain.policy import DEFAULT_POLICIES, PolicyBook
from adsum.domain.rules import PersonRules
from adsum.domain.workday import WorkDay

# A work day may begin the evening before its date and end the morning after, anywhere on Earth.
_MARGIN = timedelta(days=2)


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

    def __init__(
        self, store: Store, clock: Clock, zone: str, policies: PolicyBook = DEFAULT_POLICIES
    ) -> None:
        self._store = store
        self._clock = clock
        self._zone = zone
        self._policies = policies

    def today(self) -> date:
        """Return the date of the work day that is running in the company's zone.

        At 01:30 that is yesterday's: an evening belongs to the day on which it began.
        """
        rules = PersonRules(self._policies, home_zone=self._zone)
        return DaySpans(rules).of(self._clock.now(), self._zone).date

    def month(self, day: date) -> list[ReportRow]:
        """Return the rows of the calendar month that holds `day`, by date and name."""
        last = calendar.monthrange(day.year, day.month)[1]
        return self.execute(day.replace(day=1), day.replace(day=last))

    def execute(self, first: date, last: date) -> list[ReportRow]:
        """Return the rows of the work days `first` to `last`, both included, by date and name."""
        start, end = _midnight(first, -_MARGIN), _midnight(last, _MARGIN)
        with self._store.read() as records:
            punches = records.punches.between(start, end)
            names = records.people.names({p.person_id for p in punches})
        days = work_days(punches, self._policies, as_of=self._clock.now())
        rows = [
            ReportRow(names.get(day.person_id, _pseudonym(day.person_id)), day)
            for day in days
            if first <= day.date <= last
        ]
        return sorted(rows, key=lambda row: (row.day.date, row.name, row.day.person_id))


def _midnight(day: date, shift: timedelta) -> datetime:
    """Return the UTC midnight that begins `day`, shifted as far as the calendar reaches."""
    try:
        return datetime(day.year, day.month, day.day, tzinfo=UTC) + shift
    except OverflowError:
        if shift < timedelta(0):
            return datetime.min.replace(tzinfo=UTC)
        return datetime.max.replace(tzinfo=UTC)


def _pseudonym(person_id: str) -> str:
    """Name for punches whose person was forgotten."""
    return f"Forgotten {person_id.removeprefix('forgotten-')[:6]}"
