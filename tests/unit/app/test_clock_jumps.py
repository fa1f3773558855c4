"""The machine's clock is put right while people stand before a camera: whoever stays is clocked
once, whoever comes is clocked, whatever the clock said before."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from adsum.app.camera_events import Sight
from adsum.app.moment import Moment
from adsum.domain.punch import Direction
from tests.fakes.clock import FakeClock
from tests.fakes.video import Film, FilmFrame, eyes, scene, until, walk
from tests.unit.app.test_video_engine import Room
from tests.unit.app.test_watch_camera import ADA, BEN, DOOR, LINE, MORNING, Entrance

HOUR = timedelta(hours=1)
JUMPS = [HOUR, -HOUR, timedelta(days=3), -timedelta(seconds=90), timedelta(seconds=90)]


class Steady:
    """An entrance whose steady clock goes on while the other one jumps."""

    def __init__(self, folder: Path) -> None:
        self.entrance = Entrance(folder)
        self.seconds = 1000.0

    def show(self, person: int, frames: int, start: float = 60, end: float = 400) -> None:
        for image in walk(person, start, end, frames):
            self.step(0.1)
            frame = FilmFrame(image, self.seconds)
            now = Moment(self.entrance.clock.now(), self.seconds)
            self.entrance.camera.execute(eyes(), frame, now)

    def empty(self, seconds: float) -> None:
        self.step(seconds)
        frame = FilmFrame(scene(), self.seconds)
        self.entrance.camera.execute(eyes(), frame, Moment(self.entrance.clock.now(), self.seconds))

    def step(self, seconds: float) -> None:
        self.seconds += seconds
        self.entrance.clock.advance(timedelta(seconds=seconds))


@pytest.fixture
def steady(tmp_path: Path) -> Steady:
    return Steady(tmp_path)


@pytest.mark.parametrize("jump", JUMPS)
def test_whoever_stays_or_comes_back_at_once_is_clocked_once(
    steady: Steady, jump: timedelta
) -> None:
    steady.show(ADA, 20)
    steady.entrance.clock.advance(jump)
    steady.show(ADA, 20)
    steady.empty(5)
    steady.show(ADA, 20)
    assert [e.name for e in steady.entrance.told(Sight.PUNCHED)] == ["Ada"]


@pytest.mark.parametrize("jump", JUMPS)
def test_whoever_comes_after_the_jump_is_clocked(steady: Steady, jump: timedelta) -> None:
    steady.show(ADA, 20)
    steady.empty(120)
    steady.entrance.clock.advance(jump)
    jumped = steady.entrance.clock.now()
    steady.show(BEN, 20)
    steady.empty(5)
    steady.show(ADA, 20)
    told = steady.entrance.told(Sight.PUNCHED)
    assert [e.name for e in told] == ["Ada", "Ben", "Ada"]
    assert all(jumped < e.at <= steady.entrance.clock.now() for e in told[1:] if e.recorded)
    assert steady.entrance.told(Sight.REFUSED) == []


def test_a_line_that_was_crossed_before_the_jump_is_clocked_as_of_now(steady: Steady) -> None:
    steady.entrance.watch(replace(DOOR, line=LINE))
    steady.show(ADA, 2, 306, 272)  # over the line, and not recognised yet
    (crossed,) = steady.entrance.told(Sight.CROSSED)
    steady.entrance.clock.advance(-HOUR)
    steady.show(ADA, 6, 260, 180)
    (punched,) = steady.entrance.told(Sight.PUNCHED)
    assert steady.entrance.told(Sight.REFUSED) == []
    assert abs(punched.at - (crossed.at - HOUR)) < timedelta(milliseconds=1)
    assert punched.direction is Direction.IN


class Jumping(Film):
    """A live camera that sends its frames while the clock is put right after the thirtieth."""

    def __init__(self, clock: FakeClock, jump: timedelta) -> None:
        super().__init__(walk(ADA, 20, 500, 60), live=True, fps=40)
        self.clock, self.jump = clock, jump

    def frames(self) -> Iterator[FilmFrame]:
        for number, frame in enumerate(super().frames()):
            if number == 30:
                self.clock.advance(self.jump)
            yield frame


@pytest.mark.parametrize("jump", [HOUR, -HOUR])
def test_the_engine_s_events_keep_their_order_through_a_jump(
    tmp_path: Path, jump: timedelta
) -> None:
    room = Room(Entrance(tmp_path))
    films = [Jumping(room.entrance.clock, jump)]
    room.engine.start()
    feed = room.add("door", lambda: films.pop())
    assert until(lambda: feed.figures().received == 60)
    room.engine.stop()
    kinds = [kind for kind in room.kinds("door") if kind is not Sight.LOST]
    assert kinds == [Sight.CONNECTED, Sight.APPEARED, Sight.RECOGNISED, Sight.PUNCHED, Sight.LEFT]
    (punch,) = room.entrance.told(Sight.PUNCHED)
    assert punch.at - MORNING < timedelta(seconds=2)
