"""The engine: fair turns, sources that are lost, frozen or crash, and a graceful end."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adsum.app.camera_events import Sight
from adsum.app.camera_feed import CameraFeed, FeedTools, Reconnect
from adsum.app.camera_figures import CameraFigures, FeedState
from adsum.app.newest import Newest
from adsum.app.video_engine import VideoEngine
from adsum.app.watch_camera import WatchCamera
from adsum.cameras.bytetrack import ByteTrackTracker
from adsum.cameras.faults import CameraSilent, CameraUnreachable
from adsum.vision.types import Face, Image
from tests.fakes.video import Film, FilmFrame, Silent, SureDetector, eyes, scene, until, walk
from tests.unit.app.test_watch_camera import ADA, BEN, DOOR, Entrance

AT_ONCE = Reconnect(first=0.02, longest=0.05)


class Room:
    """An engine over an entrance's records; stopped when the test ends."""

    def __init__(self, entrance: Entrance, workers: int = 1) -> None:
        self.entrance = entrance
        self.eyes = [eyes() for _ in range(workers)]
        self.engine = VideoEngine(self.eyes)

    def add(self, id: str, open_: Callable[[], Any], **other: Any) -> CameraFeed:
        watched = replace(DOOR, id=id, name=id, **other)
        watch = WatchCamera(watched, self.entrance.tools, ByteTrackTracker())
        tools = FeedTools(self.entrance.clock, self.entrance.tools.tell, AT_ONCE)
        feed = CameraFeed(watch, open_, tools, self.engine.wake)
        self.engine.add(feed)
        return feed

    def figures(self, id: str) -> CameraFigures:
        return next(one for one in self.engine.figures() if one.camera == id)

    def kinds(self, id: str) -> list[Sight]:
        return [event.kind for event in self.entrance.events if event.camera == id]


@pytest.fixture
def room(tmp_path: Path) -> Any:
    room = Room(Entrance(tmp_path))
    room.engine.start()
    yield room
    room.engine.stop()


def test_a_file_is_looked_at_frame_by_frame_to_its_end(room: Room) -> None:
    room.add("film", lambda: Film(walk(ADA, 20, 500, 40)))
    assert room.engine.wait(30) and room.engine.stop()
    figures = room.figures("film")
    assert (figures.received, figures.looked, figures.skipped) == (40, 40, 0)
    assert len(room.entrance.punches()) == 1
    assert figures.cpu > 0 and figures.size == (640, 360)
    assert room.kinds("film")[0] is Sight.CONNECTED and room.kinds("film")[-1] is Sight.LEFT


def test_a_punch_of_a_file_is_in_the_file_s_own_time(room: Room) -> None:
    film = Film(walk(ADA, 20, 500, 40))
    film.seconds = 4.0  # type: ignore[assignment]
    began = room.entrance.clock.now() - timedelta(seconds=4)
    room.add("film", lambda: film)
    assert room.engine.wait(30)
    (punch,) = room.entrance.told(Sight.PUNCHED)
    assert timedelta(0) < punch.at - began < timedelta(seconds=2)


def test_a_live_source_never_queues_and_counts_what_it_skips(room: Room) -> None:
    slow = room.eyes[0].detector

    class Slow(SureDetector):
        def detect(self, image: Image) -> list[Face]:
            time.sleep(0.05)
            return slow.detect(image)

    object.__setattr__(room.eyes[0], "detector", Slow())
    room.add("live", lambda: Film(walk(ADA, 20, 500, 60), live=True, fps=100))
    assert until(lambda: room.figures("live").received >= 60)
    figures = room.figures("live")
    assert figures.skipped > 10
    assert figures.looked + figures.skipped >= 58
    assert figures.waited < 200


def test_a_source_that_is_lost_is_asked_again_and_told_once(room: Room) -> None:
    answers: list[Any] = [CameraUnreachable("no route")] * 3 + [Film(walk(ADA, 20, 500, 40))]

    def open_() -> Film:
        answer = answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer  # type: ignore[no-any-return]

    room.add("door", open_)
    assert until(lambda: room.figures("door").state is FeedState.ENDED)
    kinds = room.kinds("door")
    assert kinds[:2] == [Sight.LOST, Sight.CONNECTED] and kinds.count(Sight.LOST) == 1
    assert room.figures("door").reconnects == 3
    assert len(room.entrance.punches()) == 1


def test_a_stream_that_breaks_off_goes_on_where_it_was(room: Room) -> None:
    films = [
        Film(walk(ADA, 20, 250, 20), live=True, fps=50, fault=CameraSilent("nothing came")),
        Film(walk(ADA, 250, 500, 20), live=True, fps=50),
    ]
    opened: list[Film] = []

    def open_() -> Any:
        if not films:
            return Silent()
        opened.append(films.pop(0))
        return opened[-1]

    room.add("door", open_)
    assert until(lambda: room.figures("door").received == 40)
    assert room.kinds("door").count(Sight.CONNECTED) == 2
    assert until(lambda: opened[0].closed == 1)
    assert len(room.entrance.punches()) == 1


def test_a_camera_that_crashes_does_not_touch_the_others(room: Room) -> None:
    class Crashing(FilmFrame):
        def small(self, longest: int) -> Image:
            raise ZeroDivisionError("a bug")

    class Broken(Film):
        def frames(self) -> Any:
            for frame in super().frames():
                yield Crashing(frame.full(), frame.at)

    class Mad(Film):
        def frames(self) -> Any:
            yield from super().frames()
            raise RuntimeError("a driver's bug")

    room.add("broken", lambda: Broken(walk(BEN, 20, 500, 40)))
    room.add("mad", lambda: Mad([scene()] * 3, live=True))
    room.add("good", lambda: Film(walk(ADA, 20, 500, 40)))
    assert until(lambda: room.figures("good").state is FeedState.ENDED)
    assert until(lambda: room.figures("mad").reconnects >= 2)
    assert until(lambda: room.figures("broken").failures == 40)
    assert [punch.place for punch in room.entrance.punches()] == ["front"]
    assert room.kinds("broken").count(Sight.FAILED) == 2  # the first and the tenth


def test_a_crowded_camera_does_not_starve_a_quiet_one(room: Room) -> None:
    class Dear(SureDetector):
        def detect(self, image: Image) -> list[Face]:
            time.sleep(0.03 if image[0, 0, 0] else 0.003)
            return []

    object.__setattr__(room.eyes[0], "detector", Dear())
    for number in range(3):
        crowd = [scene((n, 40 + n, 100)) for n in range(200)]
        for image in crowd:
            image[:3, :3] = 4
        room.add(f"crowd{number}", lambda crowd=crowd: Film(crowd, live=True, fps=60))  # type: ignore[misc]
    room.add("quiet", lambda: Film(walk(ADA, 20, 500, 200), live=True, fps=60))
    assert until(lambda: room.figures("quiet").received >= 150)
    crowded = [room.figures(f"crowd{n}").looked for n in range(3)]
    assert room.figures("quiet").looked > 2 * max(crowded)
    assert min(crowded) > 0.5 * max(crowded)


def test_pictures_of_no_size_are_counted_as_damage_and_passed_over(room: Room) -> None:
    images = walk(ADA, 20, 500, 40)
    nothing = [np.zeros(shape, np.uint8) for shape in ((0, 0, 3), (360, 0, 3), (1, 640, 3))]
    room.add("door", lambda: Film([*images[:20], *nothing, *images[20:]]))
    assert room.engine.wait(30)
    figures = room.figures("door")
    assert (figures.received, figures.looked, figures.damaged) == (43, 40, 3)
    assert figures.failures == 0 and len(room.entrance.punches()) == 1


def test_a_camera_s_own_rate_is_kept(room: Room) -> None:
    room.add("door", lambda: Film([scene((ADA, 50 + n, 90)) for n in range(100)]), fps=2.0)
    assert room.engine.wait(30)
    figures = room.figures("door")
    assert (figures.received, figures.looked, figures.passed) == (100, 20, 80)


def test_a_frozen_stream_does_not_keep_the_engine_from_stopping(room: Room) -> None:
    silent = Silent()
    room.add("frozen", lambda: silent)
    room.add("good", lambda: Film(walk(ADA, 20, 500, 10)))
    until(lambda: room.figures("good").state is FeedState.ENDED)
    began = time.monotonic()
    assert room.engine.stop() is False  # its reader still waits
    assert time.monotonic() - began < 15
    silent.released.set()


def test_a_camera_can_be_removed_while_it_works(room: Room) -> None:
    room.add("door", lambda: Film(walk(ADA, 20, 500, 2000), live=True, fps=50))
    assert until(lambda: room.figures("door").looked > 5)
    room.engine.remove("door")
    assert room.engine.figures() == [] and room.engine.view("door") is None
    assert room.kinds("door")[-1] is Sight.LEFT


def test_several_workers_never_look_at_one_camera_at_once(tmp_path: Path) -> None:
    busy, most = [0], [0]
    lock = threading.Lock()

    class Counting(SureDetector):
        def detect(self, image: Image) -> list[Face]:
            with lock:
                busy[0] += 1
                most[0] = max(most[0], busy[0])
            time.sleep(0.002)
            with lock:
                busy[0] -= 1
            return super().detect(image)

    room = Room(Entrance(tmp_path), workers=3)
    for one in room.eyes:
        object.__setattr__(one, "detector", Counting())
    room.engine.start()
    room.add("only", lambda: Film(walk(ADA, 20, 500, 60)))
    assert room.engine.wait(30)
    assert most == [1]
    room.engine.stop()


def test_the_newest_frame_replaces_the_one_that_waits() -> None:
    slot, images = Newest(lambda: None), [scene(), scene()]
    for number, image in enumerate(images):
        assert slot.put(FilmFrame(image, float(number)))
    taken = slot.take()
    assert taken is not None and (taken.at, slot.skipped, slot.take()) == (1.0, 1, None)
    slot.close()
    assert slot.put(FilmFrame(images[0], 2.0)) is False


@pytest.mark.parametrize(
    ("failures", "wait"), [(1, 1.0), (2, 2.0), (3, 4.0), (6, 30.0), (500, 30.0)]
)
def test_a_lost_source_is_asked_ever_more_rarely(failures: int, wait: float) -> None:
    assert Reconnect().wait(failures, 0.5) == pytest.approx(wait)
    assert Reconnect().wait(failures, 0.0) == pytest.approx(0.8 * wait)
