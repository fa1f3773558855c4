"""A camera's watch: who is clocked, when, which way, and who is kept. Faces are drawn, the records
are real."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from adsum.app.camera_events import CameraEvent, Sight
from adsum.app.company import Company
from adsum.app.gallery import LiveGallery
from adsum.app.keep_visit import KeepVisit
from adsum.app.moment import Moment
from adsum.app.presence import Presence
from adsum.app.punch import PunchSighting
from adsum.app.watch_camera import WatchCamera, WatchTools
from adsum.app.watched import Watched
from adsum.cameras.bytetrack import ByteTrackTracker
from adsum.domain.policy import DirectionPolicy, Policy
from adsum.domain.punch import Direction
from adsum.storage.engine import open_engine
from adsum.storage.schema import bring_up_to_date
from adsum.storage.store import SqlStore
from adsum.storage.vault import Vault
from adsum.vision.gallery import DecisionRule
from adsum.vision.types import Image
from tests.fakes import stages
from tests.fakes.clock import FakeClock
from tests.fakes.video import FilmFrame, eyes, scene, walk
from tests.unit.app.test_enrol import enrol, photo
from tests.unit.app.test_kiosk import NoHolidays

MORNING = datetime(2026, 3, 2, 7, 0, tzinfo=UTC)
ADA, BEN, STRANGER = 1, 2, 3
DOOR = Watched("cam", "Front door", "front")
# In the middle, from top to bottom: who walks to the left comes in.
LINE = ((0.5, 0.0), (0.5, 1.0))


class Entrance:
    """A camera, a clock, and people who walk by."""

    def __init__(self, folder: Path, policy: Policy | None = None) -> None:
        self.clock = FakeClock(MORNING)
        engine = open_engine(f"sqlite:///{folder / 'adsum.db'}")
        bring_up_to_date(engine)
        self.store = SqlStore(engine, Vault(bytes(32)))
        for name, number in (("Ada", ADA), ("Ben", BEN)):
            shots = [photo(name, stages.shot(number, n)) for n in range(3)]
            assert all(o.error is None for o in enrol(self.store, *shots, allow_lookalikes=True))
        self.events: list[CameraEvent] = []
        company = Company(self.store, self.clock, NoHolidays(), "Europe/Berlin", policy or Policy())
        self.tools = WatchTools(
            store=self.store,
            clock=self.clock,
            gallery=LiveGallery(self.store, stages.MADE_BY),
            decision=DecisionRule(0.5, 0.05),
            punch=PunchSighting(self.store, self.clock, company),
            keep=KeepVisit(self.store, self.clock, stages.encoder()),
            presence=Presence(timedelta(seconds=60)),
            tell=self.events.append,
        )
        self.watch(DOOR)

    def watch(self, watched: Watched) -> None:
        """Put another camera up."""
        self.camera = WatchCamera(watched, self.tools, ByteTrackTracker())

    def show(self, images: Sequence[Image], fps: float = 10) -> None:
        """Let the camera see these frames in their time."""
        for image in images:
            self.clock.advance(timedelta(seconds=1 / fps))
            at = (self.clock.now() - MORNING).total_seconds()
            self.camera.execute(eyes(), FilmFrame(image, at), Moment(self.clock.now(), at))

    def empty(self, seconds: float) -> None:
        """Let so much time go by with nobody in view."""
        self.show([scene()] * 3)
        self.clock.advance(timedelta(seconds=seconds))
        self.show([scene()] * 3)

    def told(self, kind: Sight) -> list[CameraEvent]:
        return [event for event in self.events if event.kind is kind]

    def punches(self) -> list[Any]:
        with self.store.read() as records:
            return list(records.punches.between(MORNING, MORNING + timedelta(days=2)))


@pytest.fixture
def door(tmp_path: Path) -> Entrance:
    return Entrance(tmp_path)


def test_somebody_who_walks_by_is_clocked_once(door: Entrance) -> None:
    door.show(walk(ADA, 20, 500, 40))
    door.empty(5)
    (punch,) = door.punches()
    (told,) = door.told(Sight.PUNCHED)
    assert (told.name, told.punch_id, told.direction, told.recorded) == (
        "Ada", punch.id, Direction.IN, True,
    )  # fmt: skip
    assert punch.place == "front" and punch.score > 0.5
    kinds = [event.kind for event in door.events]
    assert kinds == [Sight.APPEARED, Sight.RECOGNISED, Sight.PUNCHED, Sight.LEFT]


def test_whoever_stays_in_view_or_comes_back_at_once_is_not_clocked_again(door: Entrance) -> None:
    for _ in range(6):
        door.show(walk(ADA, 100, 300, 10))
        door.empty(40)  # a new track each time, but never away for a minute
    assert len(door.told(Sight.RECOGNISED)) == 6
    assert len(door.punches()) == 1
    door.empty(70)
    door.show(walk(ADA, 100, 300, 20))
    assert [door.told(Sight.PUNCHED)[-1].direction] == [Direction.OUT]


def test_one_or_two_frames_clock_nobody(door: Entrance) -> None:
    door.show(walk(ADA, 100, 110, 2))
    door.empty(5)
    assert door.punches() == [] and door.told(Sight.RECOGNISED) == []


def test_a_camera_that_does_not_clock_only_tells(door: Entrance) -> None:
    door.watch(replace(DOOR, clocks=False))
    door.show(walk(ADA, 20, 500, 40))
    assert door.punches() == [] and len(door.told(Sight.RECOGNISED)) == 1


def test_who_crosses_the_line_is_clocked_the_way_they_went(door: Entrance) -> None:
    door.watch(replace(DOOR, line=LINE))
    door.show(walk(ADA, 500, 320, 30))
    assert door.punches() == []  # recognised, but not over the line
    door.show(walk(ADA, 320, 100, 30))
    door.empty(100)
    door.show(walk(ADA, 100, 500, 60))
    directions = [event.direction for event in door.told(Sight.PUNCHED)]
    assert directions == [Direction.IN, Direction.OUT]
    assert [event.direction for event in door.told(Sight.CROSSED)] == directions
    assert [punch.declared for punch in door.punches()] == directions


def test_who_is_recognised_after_the_line_is_clocked_at_the_time_of_the_crossing(
    door: Entrance,
) -> None:
    door.watch(replace(DOOR, line=LINE))
    # Too small to be recognised at first, larger after the line.
    far = [scene((ADA, x, 120), size=30) for x in range(400, 240, -8)]
    near = [scene((ADA, 236 - 4 * n, 120), shot=n % 7, size=34 + 2 * n) for n in range(25)]
    door.show(far + near)
    (crossing,) = door.told(Sight.CROSSED)
    (punched,) = door.told(Sight.PUNCHED)
    assert crossing.name is None and punched.name == "Ada"
    assert punched.at == crossing.at and punched.direction is Direction.IN


def test_a_stranger_s_best_shot_is_kept_and_told(door: Entrance) -> None:
    door.show(walk(STRANGER, 20, 500, 40))
    door.empty(5)
    (left,) = door.told(Sight.LEFT)
    assert len(door.told(Sight.UNKNOWN)) == 1 and left.visit_id is not None
    with door.store.read() as records:
        (visitor,) = records.visitors.page()
        (visit,) = records.visitors.visits(visitor.id)
    assert (visit.camera, visit.place, visitor.visits) == ("cam", "front", 1)
    assert abs((visit.last_at - visit.first_at).total_seconds() - 3.9) < 0.2


def test_nobody_s_shot_is_kept_where_that_is_switched_off(door: Entrance) -> None:
    door.watch(replace(DOOR, keeps=False))
    door.show(walk(STRANGER, 20, 500, 40))
    door.empty(5)
    with door.store.read() as records:
        assert records.visitors.count() == 0


def test_a_camera_that_is_switched_off_keeps_the_stranger_who_is_in_view(door: Entrance) -> None:
    door.show(walk(STRANGER, 20, 300, 30))
    door.camera.finish(Moment(door.clock.now(), 60.0))
    with door.store.read() as records:
        assert records.visitors.count() == 1
    assert door.camera.view is None


def test_a_punch_that_is_refused_is_told_and_tried_again_next_time(tmp_path: Path) -> None:
    door = Entrance(tmp_path, Policy(direction=DirectionPolicy.CHOSEN))
    door.show(walk(ADA, 20, 500, 40))
    (refused,) = door.told(Sight.REFUSED)
    assert refused.code == "punch.direction_needed" and door.punches() == []
    door.empty(5)
    door.show(walk(ADA, 20, 500, 40))
    assert len(door.told(Sight.REFUSED)) == 2


def test_an_event_says_only_what_is_known(door: Entrance) -> None:
    door.show(walk(ADA, 20, 500, 40))
    appeared = door.told(Sight.APPEARED)[0].plain()
    assert set(appeared) == {"event", "camera", "at", "track", "box"}
    recognised = door.told(Sight.RECOGNISED)[0].plain()
    assert recognised["name"] == "Ada" and 0.5 < recognised["score"] <= 1
