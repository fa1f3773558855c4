"""What is shared between people who punch around the same date."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from adsum.app.shared_rules import RecentDays
from adsum.domain.assignment import Assignment
from adsum.domain.attendance import next_punch
from adsum.domain.dayspan import SharedSpans
from adsum.domain.rotation import Rotation
from adsum.domain.rules import PersonRules
from adsum.domain.shift import Shift
from adsum.domain.sighting import Sighting

NIGHT = Shift("night", time(22), time(6))
DAY = Shift("day", time(8), time(16))
NIGHTS = Rotation("nights", ((NIGHT,),) * 7)
DAYS = Rotation("days", ((DAY,),) * 5 + ((), ()))
START = datetime(2026, 3, 1, tzinfo=UTC)


def rules(rotation: Rotation, joined: date) -> PersonRules:
    return PersonRules(assignments=(Assignment(rotation, "Europe/Berlin", "p", first=joined),))


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 60 * 24 * 40)), min_size=1, max_size=12))
def test_a_punch_means_the_same_whether_days_are_shared_or_not(
    asked: list[tuple[bool, int]],
) -> None:
    recent = RecentDays()
    for number, (nights, minutes) in enumerate(asked):
        at = START + timedelta(minutes=minutes)
        # Some join in the middle of what the days are shared for.
        joined = date(2020, 1, 1) if number % 2 else (START + timedelta(days=20)).date()
        own = rules(NIGHTS if nights else DAYS, joined)
        seen = Sighting("p", at, "door", 0.9)
        narrowed, shared = recent.around(at)
        given_days = next_punch(seen, "Europe/Berlin", [], narrowed.of(own), shared=shared)
        alone = next_punch(seen, "Europe/Berlin", [], own, shared=SharedSpans())
        assert given_days == alone


def test_people_of_one_rotation_share_their_days_and_old_dates_are_let_go() -> None:
    recent = RecentDays()
    narrowed, _ = recent.around(START)
    one = narrowed.of(rules(DAYS, date(2019, 5, 1)))
    other = narrowed.of(rules(DAYS, date(2021, 7, 1)))
    assert one.assignments[0] is other.assignments[0]
    for day in range(100):
        recent.around(START + timedelta(days=day))
    assert len(recent._known) == 8
    assert (
        recent.around(START + timedelta(days=99))[0]
        is recent.around(START + timedelta(days=99, hours=5))[0]
    )
