"""Punching, with a fake clock and the records in memory."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from adsum.app.punch import (
    ClientIdReused,
    FutureSighting,
    PunchResult,
    PunchSighting,
    UnknownPerson,
)
from adsum.domain.correction import Act, Correction, approve
from adsum.domain.instants import NaiveTime
from adsum.domain.person import Person
from adsum.domain.punch import Direction, Punch, Source
from adsum.domain.sighting import Sighting
from tests.fakes.clock import FakeClock
from tests.fakes.company import company
from tests.fakes.store import FakeStore

IN, OUT = Direction.IN, Direction.OUT
BERLIN = ZoneInfo("Europe/Berlin")
NEXT_YEAR = datetime(2027, 1, 1, tzinfo=UTC)


class Kiosk:
    """A punch clock in Berlin with two people."""

    def __init__(self, now: datetime = NEXT_YEAR) -> None:
        self.store = FakeStore()
        self.clock = FakeClock(now)
        self.use_case = PunchSighting(self.store, self.clock, company(self.store, self.clock))
        with self.store.write() as records:
            records.people.add(Person("ada", "Ada", now))
            records.people.add(Person("bob", "Bob", now))

    def at(self, wall: str, person: str = "ada", **other: object) -> PunchResult:
        when = datetime.fromisoformat(f"2026-{wall}").replace(tzinfo=BERLIN)
        return self.use_case.execute(Sighting(person, when, "main", 0.9), **other)  # type: ignore[arg-type]

    def stored(self) -> list[Punch]:
        with self.store.read() as records:
            return list(records.punches.between(datetime(2000, 1, 1, tzinfo=UTC), NEXT_YEAR))


def test_directions_alternate_within_a_day() -> None:
    kiosk = Kiosk()
    walls = ["03-02T08:00", "03-02T12:00", "03-02T12:30", "03-02T17:00"]
    assert [kiosk.at(wall).direction for wall in walls] == [IN, OUT, IN, OUT]


def test_a_punch_that_was_taken_back_neither_quiets_nor_turns_the_next() -> None:
    kiosk = Kiosk()
    wrong = kiosk.at("03-02T08:00")
    correction = Correction(
        "c", "ada", Act.IGNORE, "bob", "not me", wrong.punch.at, target=wrong.punch.id
    )
    with kiosk.store.write() as records:
        records.corrections.add(correction, wrong.punch.at)
        records.corrections.decide(approve(correction, "hr", wrong.punch.at))
    right = kiosk.at("03-02T08:00:20")
    assert (right.recorded, right.direction) == (True, IN)
    assert kiosk.at("03-02T17:00").direction is OUT


def test_people_do_not_disturb_each_other() -> None:
    kiosk = Kiosk()
    assert kiosk.at("03-02T08:00").direction is IN
    assert kiosk.at("03-02T08:00:05", "bob").direction is IN
    assert kiosk.at("03-02T12:00").direction is OUT


def test_the_punch_says_who_when_where_and_how() -> None:
    kiosk = Kiosk()
    result = kiosk.at("03-02T08:00")
    assert kiosk.stored() == [result.punch]
    punch = result.punch
    assert (punch.person_id, punch.place, punch.zone) == ("ada", "main", "Europe/Berlin")
    assert (punch.at, punch.recorded_at) == (datetime(2026, 3, 2, 7, tzinfo=UTC), NEXT_YEAR)
    assert (punch.source, punch.score, punch.declared) == (Source.FACE, 0.9, None)
    assert (result.work_date, result.recorded) == (date(2026, 3, 2), True)


def test_only_a_face_has_a_score() -> None:
    assert Kiosk().at("03-02T08:00", source=Source.PIN).punch.score is None


def test_an_evening_that_ends_after_midnight_stays_on_its_day() -> None:
    kiosk = Kiosk()
    kiosk.at("03-02T18:00")
    late = kiosk.at("03-03T01:30")
    assert (late.direction, late.work_date) == (OUT, date(2026, 3, 2))
    early = kiosk.at("03-03T04:00")
    assert (early.direction, early.work_date) == (IN, date(2026, 3, 3))


def test_a_forgotten_going_does_not_turn_the_next_day_round() -> None:
    kiosk = Kiosk()
    kiosk.at("03-02T08:00")
    assert kiosk.at("03-03T08:00").direction is IN
    assert kiosk.at("03-03T17:00").direction is OUT


@pytest.mark.parametrize("seconds", [0, 1, 59])
def test_within_the_quiet_time_it_is_the_same_act(seconds: int) -> None:
    kiosk = Kiosk()
    first = kiosk.at("03-02T08:00:00")
    again = kiosk.at(f"03-02T08:00:{seconds:02}")
    assert again == PunchResult(first.punch, IN, date(2026, 3, 2), recorded=False)
    assert len(kiosk.stored()) == 1


def test_after_the_quiet_time_it_is_another_act() -> None:
    kiosk = Kiosk()
    kiosk.at("03-02T08:00:00")
    assert kiosk.at("03-02T08:01:00").direction is OUT
    assert len(kiosk.stored()) == 2


def test_a_repeat_after_midnight_is_answered_with_its_work_day() -> None:
    kiosk = Kiosk()
    kiosk.at("03-02T18:00")
    first = kiosk.at("03-03T01:30:00", client_id="x")
    for again in (kiosk.at("03-03T01:30:20"), kiosk.at("03-03T01:30:00", client_id="x")):
        assert again == PunchResult(first.punch, OUT, date(2026, 3, 2), recorded=False)


def test_a_client_id_is_recorded_once_and_answered_alike() -> None:
    kiosk = Kiosk()
    first = kiosk.at("03-02T08:00", client_id="x")
    kiosk.at("03-02T12:00", client_id="y")
    again = kiosk.at("03-02T08:00", client_id="x")
    assert (again.punch, again.direction, again.recorded) == (first.punch, IN, False)
    assert [p.client_id for p in kiosk.stored()] == ["x", "y"]


def test_a_client_id_of_somebody_else_is_a_conflict() -> None:
    kiosk = Kiosk()
    kiosk.at("03-02T08:00", client_id="x")
    with pytest.raises(ClientIdReused):
        kiosk.at("03-02T08:00", "bob", client_id="x")
    assert len(kiosk.stored()) == 1


def test_a_declared_direction_counts() -> None:
    kiosk = Kiosk()
    assert kiosk.at("03-02T08:00", declared=OUT).direction is OUT
    assert kiosk.at("03-02T08:00:30", declared=IN).direction is IN
    assert [p.declared for p in kiosk.stored()] == [OUT, IN]


def test_somebody_unknown_cannot_punch() -> None:
    kiosk = Kiosk()
    with pytest.raises(UnknownPerson):
        kiosk.at("03-02T08:00", "nobody")
    assert kiosk.stored() == []


def test_a_time_without_a_zone_is_refused() -> None:
    naive = datetime.fromisoformat("2026-03-02T08:00")
    with pytest.raises(NaiveTime):
        Sighting("ada", naive, "main", 1.0)


@pytest.mark.parametrize(("ahead", "allowed"), [(0, True), (120, True), (121, False)])
def test_the_future_is_refused_beyond_what_a_clock_may_be_fast(ahead: int, allowed: bool) -> None:
    now = datetime(2026, 3, 2, 8, tzinfo=UTC)
    kiosk = Kiosk(now)
    sighting = Sighting("ada", now + timedelta(seconds=ahead), "main", 1.0)
    if allowed:
        assert kiosk.use_case.execute(sighting).recorded
    else:
        with pytest.raises(FutureSighting):
            kiosk.use_case.execute(sighting)
        assert kiosk.stored() == []
