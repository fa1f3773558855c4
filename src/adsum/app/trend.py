"""How the last weeks went, day by day, and which of their days are still open."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from adsum.app.actor import Actor
from adsum.app.company import Company
from adsum.app.company_rules import CompanyRules
from adsum.app.days import Asked, Days
from adsum.app.kept import Kept, Moment
from adsum.app.ports.clock import Clock
from adsum.app.ports.store import Store
from adsum.app.scope import people_in_scope
from adsum.domain.figures import DayFigures
from adsum.domain.instants import local_date
from adsum.domain.span import DateSpan
from adsum.domain.workday import Flag, Status

DAYS = 30
MOST_OPEN = 200
# People whose days are worked out while somebody waits: about a second.
AT_ONCE = 500
_MINUTE, _DAY = timedelta(minutes=1), timedelta(days=1)
_STATUSES = tuple(Status)
_LATE, _FORGOTTEN = 16, 32  # bits above the number of the status


@dataclass(frozen=True, slots=True)
class TrendDay:
    """The sums of one date. present: everybody who came; late: those of them who came late."""

    date: date
    present: int
    late: int
    absent: int
    leave: int
    worked: timedelta


@dataclass(frozen=True, slots=True)
class OpenDay:
    """A day with a forgotten punch, which waits for a correction."""

    person_id: str
    name: str
    date: date


@dataclass(frozen=True, slots=True)
class Past:
    """The last weeks. open_days: the newest of all `open_count`.

    done: the people who are counted, of `people`; the same question later counts more of them.
    """

    days: tuple[TrendDay, ...]
    open_days: tuple[OpenDay, ...]
    open_count: int
    done: int
    people: int


@dataclass(frozen=True, slots=True)
class _Row:
    """One person's days, packed: ten thousand people's month fits into a few megabytes.

    marks: a byte a day, number of the status plus bits. minutes: worked, a day each.
    until: when a session that is still running may have become a forgotten one.
    """

    marks: bytes
    minutes: array[int]
    until: datetime | None


class Trend:
    """Count who was present, late, absent and on leave on each of the last 30 days before today, of
    everybody whom the actor may see, and list the days that somebody has to complete.

    Of a large company the first look works out a part, and the next ones go on from there: nobody
    waits longer than a moment. Later ones work out only people with new facts.
    """

    def __init__(self, store: Store, clock: Clock, company: Company) -> None:
        self._store = store
        self._clock = clock
        self._company = company
        self._rows = Kept(_rows, lambda row: row.until)

    def execute(self, actor: Actor, team: str | None = None) -> Past:
        """Return the days by date; of the people of one team, if one is given."""
        now = self._clock.now()
        with self._store.read() as records:
            rules = self._company.at(records)
            span = _span(now, rules.zone)
            scope = people_in_scope(actor, rules.memberships, span)
            names = records.people.names()
            visible = set(names) if scope is None else names.keys() & scope
            if team is not None:
                visible &= _members(rules, team)
            rows = self._rows.of(Moment(records, rules, now, span), visible, AT_ONCE)
        found = _open(rows.items(), names, span)
        days = tuple(_days(rows.values(), span))
        return Past(days, tuple(found[:MOST_OPEN]), len(found), len(rows), len(visible))


def _members(rules: CompanyRules, team: str) -> set[str]:
    """Return who ever belonged to a team."""
    return {
        person_id
        for person_id, belongs in rules.memberships.items()
        if any(membership.team_id == team for membership in belongs)
    }


def _span(now: datetime, zone: str) -> DateSpan:
    today = local_date(now, zone)
    return DateSpan(today - DAYS * _DAY, today - _DAY)


def _rows(moment: Moment, people: frozenset[str]) -> dict[str, _Row]:
    span = _span(moment.now, moment.rules.zone)
    by_person: dict[str, dict[date, DayFigures]] = {}
    for person_id, days in Days(moment.records, moment.rules, moment.now).figures(
        Asked(span, people)
    ):
        by_person.setdefault(person_id, {}).update((day.date, day) for day in days)
    return {id: _packed(days, span, moment.now) for id, days in by_person.items()}


def _packed(days: dict[date, DayFigures], span: DateSpan, now: datetime) -> _Row:
    own = [days.get(day) for day in span]
    marks = bytes(_mark(day) for day in own)
    minutes = array("H", (day.worked // _MINUTE if day else 0 for day in own))
    running = any(day is not None and Flag.IN_PROGRESS in day.flags for day in own)
    return _Row(marks, minutes, now if running else None)


def _mark(day: DayFigures | None) -> int:
    if day is None:
        return _STATUSES.index(Status.UNPLANNED)
    forgotten = Flag.MISSING_OUT in day.flags or Flag.MISSING_IN in day.flags
    return (
        _STATUSES.index(day.status) + (_LATE if day.late else 0) + (_FORGOTTEN if forgotten else 0)
    )


def _days(rows: Iterable[_Row], span: DateSpan) -> Iterable[TrendDay]:
    given = list(rows)
    for number, day in enumerate(span):
        marks = Counter(row.marks[number] for row in given)
        status: Counter[Status] = Counter()
        for mark, count in marks.items():
            status[_STATUSES[mark % _LATE]] += count
        yield TrendDay(
            day,
            status[Status.PRESENT] + status[Status.OPEN],
            sum(count for mark, count in marks.items() if mark & _LATE),
            status[Status.ABSENT],
            status[Status.LEAVE],
            sum(row.minutes[number] for row in given) * _MINUTE,
        )


def _open(rows: Iterable[tuple[str, _Row]], names: dict[str, str], span: DateSpan) -> list[OpenDay]:
    days = list(span)
    found = [
        OpenDay(person_id, names[person_id], days[number])
        for person_id, row in rows
        for number, mark in enumerate(row.marks)
        if mark & _FORGOTTEN
    ]
    return sorted(found, key=lambda one: (-one.date.toordinal(), one.name.casefold()))
