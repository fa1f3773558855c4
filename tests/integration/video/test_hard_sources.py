"""Sources that are hard on the engine: more pixels and frames than it can look at, and damage. It
looks at less, says so, stays within its memory, and whoever is there is clocked."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

import av
import numpy as np
import pytest

from adsum.app.camera_events import CameraEvent, Sight
from adsum.app.camera_figures import FeedState
from adsum.app.watched import Watched
from adsum.cameras.stream import StreamFrame, StreamSource
from adsum.main import Application
from adsum.main.video import VideoRoom, Watching
from adsum.vision.following import VideoEyes
from adsum.vision.types import Image

SINGER = "lin-manuel-miranda"
WIDTH, HEIGHT, FPS, SECONDS = 3840, 2160, 60, 4


@pytest.fixture(scope="module")
def near(clip: Path) -> list[Image]:
    """Frames of the clip on which the singer is near."""
    source = StreamSource(str(clip), clip.name, live=False)
    return [frame.full() for frame in source.frames()][100:124:4]


class Large:
    """A live camera that sends decoded frames of 4K, sixty a second, to whoever cannot keep up."""

    live = True
    damaged = 0
    seconds = None

    def __init__(self, images: list[Image]) -> None:
        whole = [av.VideoFrame.from_ndarray(image, format="bgr24") for image in images]
        self._frames = [one.reformat(WIDTH, HEIGHT, format="yuv420p") for one in whole]
        self.sent = 0

    def frames(self) -> Iterator[StreamFrame]:
        began = time.monotonic()
        for number in range(SECONDS * FPS):
            time.sleep(max(0.0, began + number / FPS - time.monotonic()))
            self.sent += 1
            # A copy: each frame of a real decoder has memory of its own.
            pixels = self._frames[number // 12 % len(self._frames)].to_ndarray()
            frame = av.VideoFrame.from_ndarray(pixels, format="yuv420p")
            yield StreamFrame(frame, time.monotonic())
        time.sleep(30)  # and no more: the test stops the engine

    def close(self) -> None: ...


def resident() -> float:
    """Return the memory of this process in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def test_4k_at_60_frames_a_second_is_thinned_out_and_loses_no_punch(
    adsum: Application, eyes: list[VideoEyes], near: list[Image]
) -> None:
    events: list[CameraEvent] = []
    source = Large(near)
    room = VideoRoom(adsum, Watching(events.append), eyes)
    room.engine.start()
    room.add_source(Watched("wall", "wall", "main"), lambda: source)
    most, before = 0.0, resident()
    until = time.monotonic() + 60
    while source.sent < SECONDS * FPS and time.monotonic() < until:
        most = max(most, resident())
        time.sleep(0.05)
    time.sleep(1)
    (figures,) = room.engine.figures()
    room.engine.stop()
    assert [e.name for e in events if e.kind is Sight.PUNCHED] == [SINGER]
    assert figures.size == (WIDTH, HEIGHT) and figures.received == SECONDS * FPS
    assert figures.skipped > 0 and figures.looked + figures.skipped == figures.received
    # All frames together would be 3 GB; a few are under way at a time, at 12 to 25 MB each, and the
    # detector is prepared for another size.
    assert most - before < 600


def test_a_stream_full_of_damage_still_clocks_who_is_there(
    adsum: Application, eyes: list[VideoEyes], looped: Path, tmp_path: Path
) -> None:
    content = bytearray(looped.read_bytes())
    random = np.random.default_rng(1)
    body = content.index(b"mdat") + 3000
    for at in random.integers(body, len(content) * 9 // 10, 40):
        content[at : at + 16] = random.bytes(16)
    path = tmp_path / "damaged.mp4"
    path.write_bytes(content)
    events: list[CameraEvent] = []
    room = VideoRoom(adsum, Watching(events.append), eyes)
    room.engine.start()
    room.add(Watched("door", "door", "main"), str(path))
    assert room.engine.wait(200)
    (figures,) = room.engine.figures()
    room.engine.stop()
    assert figures.state is FeedState.ENDED and figures.failures == 0
    assert {e.name for e in events if e.kind is Sight.PUNCHED} == {SINGER}
    assert [e.kind for e in events].count(Sight.PUNCHED) == 1
