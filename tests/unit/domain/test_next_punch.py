"""What a live sighting means, given what is on record."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from adsum.domain.attendance import AlreadyPunched, NewPunch, next_punch
from adsum.domain.instants import NaiveTime
from adsum.domain.policy import DirectionPolicy, Policy, PolicyBook
from adsum.domain.punch import Direction
from adsum.domain.sighting import Sighting
from tests.unit.domain.building import punch

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)  # 08:00 in Berlin
ZONE = "Europe/Berlin"


def seen(after: timedelta = timedelta(0)) -> Sighting:
    return Sighting("ana", MORNING + after, "door", 0.8)


def test_the_first_sighting_of_a_day_comes_in() -> None:
    assert next_punch(seen(), ZONE, []) == NewPunch(Direction.IN, None, date(2026, 3, 2))


def test_the_second_sighting_goes_out() -> None:
    answer = next_punch(seen(timedelta(hours=4)), ZONE, [punch(MORNING)])
    assert answer == NewPunch(Direction.OUT, None, date(2026, 3, 2))


def test_a_sighting_within_the_quiet_time_names_the_punch_that_it_repeats() -> None:
    first = punch(MORNING)
    answer = next_punch(seen(timedelta(seconds=59)), ZONE, [first])
    assert answer == AlreadyPunched(first, Direction.IN)


def test_the_same_instant_is_a_repetition() -> None:
    first = punch(MORNING, client="z")
    assert next_punch(seen(), ZONE, [first]) == AlreadyPunched(first, Direction.IN)
    second = punch(MORNING, client="a")
    assert next_punch(seen(), ZONE, [second]) == AlreadyPunched(second, Direction.IN)


def test_a_sighting_just_before_a_recorded_offline_punch_is_the_same_act() -> None:
    later = punch(MORNING + timedelta(seconds=30))
    assert next_punch(seen(), ZONE, [later]) == AlreadyPunched(later, Direction.IN)


def test_the_other_direction_chosen_within_the_quiet_time_is_a_new_punch() -> None:
    first = punch(MORNING, declared=Direction.IN)
    answer = next_punch(seen(timedelta(seconds=20)), ZONE, [first], declared=Direction.OUT)
    assert answer == NewPunch(Direction.OUT, Direction.OUT, date(2026, 3, 2))


def test_yesterdays_forgotten_going_does_not_turn_today_round() -> None:
    yesterday = punch(MORNING - timedelta(days=1))
    answer = next_punch(seen(), ZONE, [yesterday])
    assert answer == NewPunch(Direction.IN, None, date(2026, 3, 2))


def test_punches_of_other_people_do_not_matter() -> None:
    answer = next_punch(seen(timedelta(seconds=5)), ZONE, [punch(MORNING, person="ben")])
    assert isinstance(answer, NewPunch) and answer.direction is Direction.IN


def test_in_between_punches_of_a_first_and_last_day_are_stored_as_going_for_now() -> None:
    book = PolicyBook((Policy(direction=DirectionPolicy.FIRST_LAST),))
    recent = [punch(MORNING), punch(MORNING + timedelta(hours=4))]
    answer = next_punch(seen(timedelta(hours=5)), ZONE, recent, book)
    assert answer == NewPunch(Direction.OUT, None, date(2026, 3, 2))


def test_after_midnight_the_sighting_still_belongs_to_the_evening() -> None:
    evening = punch(datetime(2026, 3, 2, 17, 0, tzinfo=UTC))
    night = Sighting("ana", datetime(2026, 3, 3, 1, 0, tzinfo=UTC), "door", 0.8)
    assert next_punch(night, ZONE, [evening]) == NewPunch(Direction.OUT, None, date(2026, 3, 2))


def test_a_naive_time_is_refused() -> None:
    with pytest.raises(NaiveTime):
        Sighting("ana", datetime.fromisoformat("2026-03-02T08:00"), "door", 0.8)
