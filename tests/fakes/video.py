"""Films made of drawn faces, and eyes that see them. Implements the ports of live video."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

import numpy as np

from adsum.errors import AdsumError
from adsum.vision.following import VideoEyes
from adsum.vision.picture import WholePicture
from adsum.vision.types import Face, Image
from tests.fakes import stages

SIZE = (640, 360)
FPS = 10.0


class SureDetector:
    """Finds drawn faces with a confidence that a tracker begins a track with."""

    def detect(self, image: Image) -> list[Face]:
        return [replace(face, confidence=0.9) for face in stages.DrawnDetector().detect(image)]


class NoRefiner:
    """Implements `vision.following.Refiner` for landmarks that need none."""

    def refined(self, image: Image, faces: Sequence[Face]) -> list[Face]:
        return list(faces)


def eyes() -> VideoEyes:
    return VideoEyes(SureDetector(), NoRefiner(), stages.pipeline())


class FilmFrame(WholePicture):
    """Implements `app.ports.video.Frame`."""

    def __init__(self, image: Image, at: float) -> None:
        super().__init__(image)
        self.at = at


def scene(*people: tuple[int, float, float], shot: int = 0, size: int = 72) -> Image:
    """Draw people, each (number, x, y) with the top left corner of the face in pixels."""
    image = np.zeros((SIZE[1], SIZE[0], 3), np.uint8)
    for person, x, y in people:
        square = stages.face(person, shot, size=size)
        left, top = round(x), round(y)
        visible = square[: max(0, SIZE[1] - top), : max(0, SIZE[0] - left)]
        image[top : top + visible.shape[0], left : left + visible.shape[1]] = visible
    return image


def walk(person: int, start: float, end: float, frames: int, y: float = 120) -> list[Image]:
    """Draw somebody who walks from x = start to x = end."""
    xs = np.linspace(start, end, frames)
    return [scene((person, float(x), y), shot=n % 7) for n, x in enumerate(xs)]


class Film:
    """Plays frames, as a file (every frame, at once) or as a live camera (in its own time).

    fault: raised after the last frame. rounds: how often it can be opened before it is gone.
    """

    seconds = None

    def __init__(
        self,
        images: Sequence[Image],
        *,
        live: bool = False,
        fps: float = FPS,
        fault: AdsumError | None = None,
    ) -> None:
        self.live = live
        self.damaged = 0
        self.closed = 0
        self._images = images
        self._fps = fps
        self._fault = fault

    def frames(self) -> Iterator[FilmFrame]:
        for number, image in enumerate(self._images):
            if self.live:
                time.sleep(1 / self._fps)
            yield FilmFrame(image, time.monotonic() if self.live else number / self._fps)
        if self._fault is not None:
            raise self._fault

    def close(self) -> None:
        self.closed += 1


class Silent:
    """A live source that sends nothing until it is let go."""

    live = True
    damaged = 0
    seconds = None

    def __init__(self) -> None:
        self.released = threading.Event()

    def frames(self) -> Iterator[FilmFrame]:
        self.released.wait(20)
        return iter(())

    def close(self) -> None: ...


def until(what: Callable[[], bool], seconds: float = 20.0) -> bool:
    """Wait until something holds; return whether it does."""
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if what():
            return True
        time.sleep(0.01)
    return what()
