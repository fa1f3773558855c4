"""Every change of clocks of 2020 to 2030 in the IANA database: no minute is lost or won."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest

from adsum.domain.assignment import Assignment
from adsum.domain.attendance import person_days
from adsum.domain.dayspan import DaySpans
from adsum.domain.rotation import weekly
from adsum.domain.rules import PersonRules
from adsum.domain.shift import Shift
from adsum.domain.workday import Status
from tests.unit.domain.building import punch

_DAY = timedelta(days=1)
_FIRST = datetime(2020, 1, 1, tzinfo=UTC)
_DAYS = (datetime(2031, 1, 1, tzinfo=UTC) - _FIRST).days
NIGHT = Shift("night", time(22), time(6))


def _changes(name: str) -> tuple[datetime, ...]:
    """The days (00:00 UTC before it) in which the offset of a zone changes."""
    zone = ZoneInfo(name)
    offsets = [(_FIRST + n * _DAY).astimezone(zone).utcoffset() for n in range(_DAYS)]
    return tuple(_FIRST + (n - 1) * _DAY for n in range(1, _DAYS) if offsets[n] != offsets[n - 1])


def _zones_that_differ() -> dict[str, tuple[datetime, ...]]:
    """One zone for each history of offsets; the aliases of a zone have the same one."""
    found: dict[object, tuple[str, tuple[datetime, ...]]] = {}
    for name in sorted(available_timezones() - {"localtime", "Factory"}):
        changes = _changes(name)
        after = tuple((c + _DAY).astimezone(ZoneInfo(name)).utcoffset() for c in changes)
        if changes:
            found.setdefault((changes, after), (name, changes))
    return dict(found.values())


@pytest.fixture(scope="module")
def changes() -> dict[str, tuple[datetime, ...]]:
    return _zones_that_differ()


def test_a_night_shift_over_each_change_lasts_as_long_as_it_does(
    changes: dict[str, tuple[datetime, ...]],
) -> None:
    assert len(changes) > 40 and sum(map(len, changes.values())) > 700
    rotation = weekly("nights", dict.fromkeys(range(7), (NIGHT,)))
    for name, instants in changes.items():
        rules = PersonRules(assignments=(Assignment(rotation, name, person_id="ana"),))
        zone = ZoneInfo(name)
        for at in instants:
            evening = at.astimezone(zone).date() - _DAY
            for day in (evening, evening + _DAY, evening + 2 * _DAY):
                came = datetime.combine(day, time(22), zone).astimezone(UTC)
                went = datetime.combine(day + _DAY, time(6), zone).astimezone(UTC)
                found = person_days("ana", [punch(came, zone=name), punch(went, zone=name)], rules)
                assert [d.date for d in found] == [day], (name, at)
                assert found[0].worked == went - came == found[0].target, (name, at)
                assert (found[0].late, found[0].early) == (timedelta(0), timedelta(0))


def test_days_without_a_shift_follow_each_other_without_gap(
    changes: dict[str, tuple[datetime, ...]],
) -> None:
    for name, instants in changes.items():
        spans = DaySpans()
        for at in instants:
            first = at.astimezone(ZoneInfo(name)).date() - _DAY
            row = [spans.on(first + n * _DAY, name) for n in range(5)]
            # A zone may skip a whole date (none has since 2011), but never repeat one.
            assert all(a.end == b.start and a.start < a.end for a, b in pairwise(row))
            for hours in range(72):
                instant = at + timedelta(hours=hours)
                assert spans.of(instant, name).start <= instant < spans.of(instant, name).end


def test_a_forgotten_going_on_the_night_of_the_change_stays_on_its_day(
    changes: dict[str, tuple[datetime, ...]],
) -> None:
    for name, instants in changes.items():
        for at in instants:
            morning = at.astimezone(ZoneInfo(name)).date()
            came = datetime.combine(morning, time(9), ZoneInfo(name)).astimezone(UTC)
            next_day = datetime.combine(morning + _DAY, time(9), ZoneInfo(name)).astimezone(UTC)
            punches = [punch(came, zone=name), punch(next_day, zone=name)]
            days = person_days("ana", [*punches, punch(next_day + _DAY / 4, zone=name)])
            assert [d.status for d in days] == [Status.OPEN, Status.PRESENT], (name, at)
            assert days[1].worked == _DAY / 4
