"""The work days of many people, read and computed in bulk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from adsum.app.company_rules import CompanyRules
from adsum.app.ports.store import Records
from adsum.app.shared_rules import Narrowed
from adsum.domain.attendance import needed, person_days
from adsum.domain.correction import Correction, as_corrected
from adsum.domain.dayspan import SharedSpans
from adsum.domain.figures import DayFigures, all_figures
from adsum.domain.punch import Punch
from adsum.domain.span import DateSpan
from adsum.domain.workday import WorkDay

# Days of people read at a time: enough to make the questions few, few enough for the processor's
# caches, which is worth a sixth of the time, and to keep the memory flat over years.
AT_ONCE = 3000
_DAY, _FAR = timedelta(days=1), timedelta(days=10)


class View(StrEnum):
    """AS_RECORDED: what the devices stored. AS_CORRECTED: with approved corrections, and closed
    days as they were closed."""

    AS_RECORDED = "recorded"
    AS_CORRECTED = "corrected"


@dataclass(frozen=True, slots=True)
class Asked:
    """Whose days are asked for. people: None means everybody, also those who were forgotten.

    punched: only the days with punches.
    """

    span: DateSpan
    people: frozenset[str] | None = None
    view: View = View.AS_CORRECTED
    punched: bool = False


class Days:
    """Computes days within one transaction. as_of: the present, for sessions still running."""

    def __init__(self, records: Records, rules: CompanyRules, as_of: datetime) -> None:
        self._records = records
        self._rules = rules
        self._as_of = as_of

    def work_days(self, asked: Asked) -> Iterator[tuple[str, tuple[WorkDay, ...]]]:
        """Yield (person id, every date of the span) for everybody asked for, in parts by id.

        Of punches whose person was forgotten, only the days with punches are known.
        """
        span = asked.span
        start, end = self._reach(span)
        enrolled = self._records.people.names()
        shared, narrowed = SharedSpans(), Narrowed(DateSpan(start.date(), span.last))
        for part in self._parts(asked, enrolled, start, end):
            punches = self._records.punches.by_person(start, end, part)
            if asked.view is View.AS_CORRECTED:
                self._correct(punches, start, end, part)
            for person_id in part:
                own = punches.pop(person_id, [])  # free what is done with
                rules = narrowed.of(self._rules.of(person_id))
                wanted = None if asked.punched or person_id not in enrolled else span
                found = person_days(person_id, own, rules, wanted, as_of=self._as_of, shared=shared)
                if wanted is None:
                    found = tuple(day for day in found if day.date in span)
                yield person_id, found

    def figures(self, asked: Asked) -> Iterator[tuple[str, tuple[DayFigures, ...]]]:
        """Yield (person id, the figures of their days), closed days as they were frozen.

        A person may come several times, with different dates.
        """
        if asked.view is View.AS_RECORDED:
            yield from self._computed(asked)
            return
        for span, closed in self._pieces(asked.span):
            if closed:
                yield from self._records.periods.figures(span, asked.people)
            else:
                yield from self._computed(Asked(span, asked.people, asked.view))

    def _computed(self, asked: Asked) -> Iterator[tuple[str, tuple[DayFigures, ...]]]:
        for person_id, days in self.work_days(asked):
            yield person_id, all_figures(days)

    def _pieces(self, span: DateSpan) -> list[tuple[DateSpan, bool]]:
        """Cut `span` where closed periods begin and end; the flag says whether one is closed."""
        pieces: list[tuple[DateSpan, bool]] = []
        day = span.first
        for head in self._records.periods.heads():
            within = head.span.overlap(span)
            if within is None:
                continue
            if day < within.first:
                pieces.append((DateSpan(day, within.first - _DAY), False))
            pieces.append((within, True))
            day = within.last + _DAY
        if day <= span.last:
            pieces.append((DateSpan(day, span.last), False))
        return pieces

    def _parts(
        self, asked: Asked, enrolled: Iterable[str], start: datetime, end: datetime
    ) -> Sequence[list[str]]:
        wanted = asked.people
        if wanted is None:
            wanted = self._records.punches.punchers(start, end).union(enrolled)
        ids, size = sorted(wanted), max(1, AT_ONCE // len(asked.span))
        return [ids[first : first + size] for first in range(0, len(ids), size)]

    def _correct(
        self,
        punches: dict[str, list[Punch]],
        start: datetime,
        end: datetime,
        part: list[str],
    ) -> None:
        by_person: defaultdict[str, list[Correction]] = defaultdict(list)
        for correction in self._records.corrections.between(start, end, part):
            by_person[correction.person_id].append(correction)
        for person_id, own in by_person.items():
            punches[person_id] = as_corrected(punches.get(person_id, ()), own)

    def _reach(self, span: DateSpan) -> tuple[datetime, datetime]:
        """Return the instants between which punches can matter for `span`."""
        rulebook = self._rules.rulebook
        # By identity: many people share few books, and hashing whole books takes long.
        books = {id(book): book for book in (rulebook.policies, *rulebook.policies_of.values())}
        if span.first - date.min < _FAR or date.max - span.last < _FAR:
            return datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)
        first, last = span.first - 2 * _DAY, span.last + 2 * _DAY
        for book in books.values():
            if any(version.overtime.weekly for version in book.versions):
                first = min(first, needed(span, book).first)
        return _midnight(first), _midnight(last + _DAY)


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)
