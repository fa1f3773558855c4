"""The watch before a kiosk: who is clocked, when, and how often. Faces are drawn (`fakes.stages`),
the records are real."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from adsum.app.company import Company
from adsum.app.gallery import LiveGallery
from adsum.app.kiosk import Eyes, FaceState, Given, KioskRule, Light, Seen, WatchKiosk
from adsum.app.kiosk_greeting import Greet, Greeting
from adsum.app.kiosks import DeliverSighting, Kiosks
from adsum.app.ports.punches import Origin
from adsum.domain.policy import DirectionPolicy, Policy
from adsum.domain.punch import Direction
from adsum.storage.engine import open_engine
from adsum.storage.schema import bring_up_to_date
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault
from adsum.vision.gallery import DecisionRule
from tests.fakes import stages
from tests.fakes.clock import FakeClock
from tests.unit.app.test_enrol import enrol, photo

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ADA, BEN, STRANGER = 1, 2, 3
FRAME = timedelta(milliseconds=100)


HERE = Origin(device_id="tablet")


class NoHolidays:
    """Implements `PublicHolidays` for a country without any."""

    def of(self, country: str, region: str, years: Iterable[int]) -> Mapping[date, str]:
        return {}

    def regions(self) -> Mapping[str, tuple[str, ...]]:
        return {}


class Door:
    """A kiosk, a clock, and people who walk up to it."""

    def __init__(self, folder: Path) -> None:
        self.clock = FakeClock(MORNING)
        engine = open_engine(f"sqlite:///{folder / 'adsum.db'}")
        bring_up_to_date(engine)
        self.store = SqlStore(engine, Vault(bytes(32)))
        for name, number in (("Ada", ADA), ("Ben", BEN)):
            shots = [photo(name, stages.shot(number, n)) for n in range(3)]
            assert all(o.error is None for o in enrol(self.store, *shots, allow_lookalikes=True))
        pipeline, decoder = stages.pipeline(), stages.decoder()
        self.eyes = Eyes(
            pipeline=pipeline,
            gallery=LiveGallery(self.store, pipeline.made_by),
            decoder=decoder,
            decision=DecisionRule(0.5, 0.05),
            greet=self.greet(DirectionPolicy.ALTERNATE),
            quiet=timedelta(seconds=60),
        )
        self.watch = WatchKiosk(self.eyes, "front", HERE)
        self.shots = 100

    def greet(self, direction: DirectionPolicy) -> Greet:
        """Return the greeter of a company with this policy."""
        policy = Policy(direction=direction)
        company = Company(self.store, self.clock, NoHolidays(), "Europe/Berlin", policy)
        return Greet(self.store, self.clock, company)

    def see(self, *faces: int, frames: int = 1, size: int = stages.FACE) -> list[Seen]:
        """Show these people side by side for so many frames."""
        answers = []
        for _ in range(frames):
            self.shots += 1
            drawn = [stages.face(face, self.shots, size=size) for face in faces]
            picture = stages.png(stages.picture(*drawn))
            answers.append(self.watch.execute(picture, self.clock.now()))
            self.clock.advance(FRAME)
        return answers

    def greeted(self, *faces: int, frames: int = 8) -> list[Greeting]:
        return [g for seen in self.see(*faces, frames=frames) for g in seen.greetings]

    def punches(self) -> list[tuple[str, Direction | None]]:
        with self.store.read() as records:
            found = records.punches.between(MORNING - timedelta(1), MORNING + timedelta(2))
            names = records.people.names()
        return [(names[p.person_id], p.declared) for p in found]


@pytest.fixture
def door(tmp_path: Path) -> Iterator[Door]:
    made = Door(tmp_path)
    yield made
    made.store.close()


def test_somebody_who_walks_up_is_clocked_once_and_only_after_several_frames(door: Door) -> None:
    answers = door.see(ADA, frames=12)
    first = next(n for n, seen in enumerate(answers) if seen.greetings)
    assert first >= 2
    assert [f.state for seen in answers[:first] for f in seen.faces] == [FaceState.LOOKING] * first
    (greeting,) = [g for seen in answers for g in seen.greetings]
    assert (greeting.name, greeting.direction, greeting.recorded) == ("Ada", Direction.IN, True)
    assert answers[-1].faces[0].state is FaceState.RECOGNISED and answers[-1].faces[0].name == "Ada"
    assert door.punches() == [("Ada", None)]


def test_a_stranger_is_unknown_and_never_clocked(door: Door) -> None:
    last = door.see(STRANGER, frames=20)[-1]
    assert [f.state for f in last.faces] == [FaceState.UNKNOWN]
    assert last.faces[0].name is None
    assert door.punches() == []


def test_two_people_at_once_are_both_clocked_and_a_stranger_beside_them_is_not(door: Door) -> None:
    names = {g.name for g in door.greeted(ADA, STRANGER, BEN, frames=12)}
    assert names == {"Ada", "Ben"}
    assert sorted(door.punches()) == [("Ada", None), ("Ben", None)]


def test_whoever_stays_or_comes_back_at_once_is_not_clocked_again(door: Door) -> None:
    assert len(door.greeted(ADA)) == 1
    for _ in range(7):  # for three and a half minutes, looking away now and then
        door.clock.advance(timedelta(seconds=30))
        assert [g.recorded for g in door.greeted(ADA)] == [False]
    assert len(door.punches()) == 1
    door.clock.advance(timedelta(seconds=61))
    (went,) = door.greeted(ADA)
    assert (went.direction, went.recorded) == (Direction.OUT, True)
    assert len(door.punches()) == 2


def test_the_greeting_tells_the_hours_of_the_day(door: Door) -> None:
    assert door.greeted(ADA)[0].worked == timedelta(0)
    door.clock.advance(timedelta(hours=3, minutes=20))
    worked = door.greeted(ADA)[0].worked
    assert timedelta(hours=3, minutes=20) <= worked < timedelta(hours=3, minutes=20, seconds=2)


def test_a_face_that_becomes_another_is_looked_at_anew(door: Door) -> None:
    door.see(ADA, frames=8)
    door.clock.advance(timedelta(milliseconds=300))
    states = [seen.faces[0] for seen in door.see(STRANGER, frames=40)]
    assert states[-1].state is FaceState.UNKNOWN
    assert door.punches() == [("Ada", None)]


def test_a_wrong_match_that_was_undone_is_not_repeated_at_once(door: Door) -> None:
    (greeting,) = door.greeted(ADA)
    door.watch.deny(greeting.punch_id, door.clock.now())
    assert door.greeted(ADA, frames=20) == []
    assert len(door.punches()) == 1
    door.clock.advance(timedelta(seconds=31))
    assert [g.name for g in door.greeted(ADA)] == ["Ada"]


def test_where_the_policy_asks_nobody_is_clocked_before_they_chose(door: Door) -> None:
    eyes = replace(door.eyes, greet=door.greet(DirectionPolicy.CHOSEN))
    door.watch = WatchKiosk(eyes, "front", HERE)
    answers = door.see(ADA, frames=8)
    face = answers[-1].faces[0]
    assert (face.state, face.name) == (FaceState.ASKED, "Ada")
    assert door.punches() == []
    greeting = door.watch.choose(face.track, Direction.OUT, door.clock.now())
    assert greeting is not None and greeting.direction is Direction.OUT
    assert door.watch.choose(face.track, Direction.OUT, door.clock.now()) is None
    assert door.see(ADA)[0].faces[0].state is FaceState.RECOGNISED
    assert door.punches() == [("Ada", Direction.OUT)]


def test_a_small_face_is_asked_to_come_nearer_and_a_black_picture_is_too_dark(door: Door) -> None:
    far = door.see(ADA, frames=8, size=32)[-1]
    assert [f.state for f in far.faces] == [FaceState.TOO_FAR]
    black = stages.png(np.zeros((200, 300, 3), np.uint8))
    assert door.watch.execute(black, door.clock.now()).light is Light.TOO_DARK
    grey = stages.png(np.full((200, 300, 3), 3, np.uint8))
    door.watch = WatchKiosk(replace(door.eyes, rule=KioskRule(picture_light=2.0)), "cellar", HERE)
    assert door.watch.execute(grey, door.clock.now()).light is Light.ENOUGH
    assert door.punches() == []


def test_boxes_are_shares_of_the_picture(door: Door) -> None:
    picture = stages.picture(stages.face(ADA, 1))
    box = door.see(ADA)[0].faces[0].box
    height, width = picture.shape[:2]
    assert box == pytest.approx(
        (30 / width, height / 4 / height, stages.FACE / width, stages.FACE / height), abs=1e-4
    )


def test_the_watch_outlives_the_connection(door: Door) -> None:
    kiosks = Kiosks(door.eyes)
    door.watch = kiosks.watch("tablet", "front")
    (greeting,) = door.greeted(ADA)
    assert kiosks.watch("tablet", "front") is door.watch
    kiosks.deny("tablet", greeting.punch_id, door.clock.now())
    kiosks.deny("another", greeting.punch_id, door.clock.now())
    assert door.greeted(ADA) == []
    assert kiosks.watch("tablet", "back") is not door.watch


def test_pictures_from_offline_are_clocked_at_their_own_time_and_once(door: Door) -> None:
    deliver = DeliverSighting(door.eyes)
    burst = [stages.shot(ADA, n) for n in range(101, 105)]
    door.clock.advance(timedelta(hours=2))
    at = MORNING + timedelta(minutes=3)
    strangers = [stages.shot(STRANGER)] * 8
    (first,) = deliver.execute("tablet", "front", burst, at, Given("c-1", Direction.IN))
    (again,) = deliver.execute("tablet", "front", burst, at, Given("c-1", Direction.IN))
    assert (first.name, first.at, first.recorded) == ("Ada", at, True)
    assert (again.punch_id, again.recorded) == (first.punch_id, False)
    assert deliver.execute("tablet", "front", burst[:2], at, Given("c-2")) == []
    assert deliver.execute("tablet", "front", strangers, at, Given("c-3")) == []
    assert door.punches() == [("Ada", Direction.IN)]
