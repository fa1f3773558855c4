"""Crowds made of photos: people who walk through a picture, with the truth about them.

A photo's head is cut out, softly, and moved over a room: panned, zoomed, blurred, darkened, masked,
hidden behind a pillar, in front of somebody who comes the other way. What is known: who is where on
which frame. Used by tests (small) and by `bench/watch` (large).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from adsum.imaging.decode import PhotoDecoder
from adsum.vision.choose import main_face
from adsum.vision.dress import Mask, dress
from adsum.vision.picture import WholePicture
from adsum.vision.stages import Detector
from adsum.vision.types import Box, Face, Image

SIZE = (960, 540)
# The part of a photo of 250 x 250 that moves through the room: the head with its hair.
_HALF_WIDTH, _UP, _DOWN = 0.95, 1.1, 1.15

Look = Callable[[Image], Image]
"""What happens to the whole picture of somebody: blur, darkness."""


@dataclass(frozen=True, slots=True, eq=False)
class Sprite:
    """A head cut out of a photo: BGR, opacity 0 to 1, and the face's box in it."""

    image: Image
    opacity: np.ndarray
    box: Box


@dataclass(frozen=True, slots=True, eq=False)
class Walker:
    """Somebody who walks through the picture.

    sprites: of different photos, changed every `hold` frames. first: the frame on which they come.
    path: from (x, y, size) to (x, y, size), the middle of the face as shares of the picture and the
    width of the face in pixels. frames: how long it takes.
    """

    name: str
    sprites: tuple[Sprite, ...]
    first: int
    frames: int
    start: tuple[float, float, float]
    end: tuple[float, float, float]
    look: Look | None = None
    hold: int = 5

    def at(self, frame: int) -> tuple[float, float, float]:
        """Return (x, y, width of the face) in pixels on a frame."""
        share = (frame - self.first) / max(1, self.frames - 1)
        x, y, size = (a + (b - a) * share for a, b in zip(self.start, self.end, strict=True))
        return x * SIZE[0], y * SIZE[1], size


@dataclass(frozen=True, slots=True)
class Truth:
    """Who is where on one frame; only faces that are in the picture with at least half."""

    name: str
    box: Box


class CrowdFrame(WholePicture):
    """Implements `app.ports.video.Frame`."""

    def __init__(self, image: Image, at: float) -> None:
        super().__init__(image)
        self.at = at


def cut_out(path: Path, detector: Detector, mask: Mask | None = None) -> Sprite | None:
    """Return the head of the photo's main face; None if there is none."""
    image = PhotoDecoder().decode(path.read_bytes())
    face = main_face(detector.detect(image), image)
    if face is None:
        return None
    if mask is not None:
        image = dress(image, face.landmarks, mask)
    return _head(image, face)


def _head(image: Image, face: Face) -> Sprite:
    x, y = face.box.centre
    height, width = image.shape[:2]
    left, right = int(x - _HALF_WIDTH * face.box.width), int(x + _HALF_WIDTH * face.box.width)
    top, bottom = int(y - _UP * face.box.height), int(y + _DOWN * face.box.height)
    left, top, right, bottom = max(0, left), max(0, top), min(width, right), min(height, bottom)
    head = image[top:bottom, left:right].copy()
    rows, columns = head.shape[:2]
    opacity = np.zeros((rows, columns), np.float32)
    cv2.ellipse(
        opacity,
        (columns // 2, rows // 2),
        (int(columns * 0.47), int(rows * 0.48)),
        0,
        0,
        360,
        1,
        -1,
    )
    opacity = cv2.GaussianBlur(opacity, (0, 0), max(1.0, columns / 40))
    box = replace(face.box, x=face.box.x - left, y=face.box.y - top)
    return Sprite(head, np.asarray(opacity), box)


def room(seed: int = 0) -> Image:
    """Return an empty room: a wall with a gradient, a floor, and some texture."""
    random = np.random.default_rng(seed)
    width, height = SIZE
    wall = np.linspace(150, 95, height)[:, None].repeat(width, 1)
    coarse = random.normal(0, 9, (height // 16, width // 16)).astype(np.float32)
    wall += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC)
    image = np.stack([wall * 0.95, wall, wall * 1.03], axis=2)
    image[int(height * 0.85) :] *= 0.6
    return np.clip(image, 0, 255).astype(np.uint8)


def film(
    walkers: Sequence[Walker], frames: int, *, fps: float = 15, seed: int = 0
) -> Iterator[tuple[CrowdFrame, list[Truth]]]:
    """Yield every frame with the truth about it. Who comes later in `walkers` is in front."""
    background = room(seed)
    noise = np.random.default_rng(seed)
    for number in range(frames):
        image = background.copy()
        truth: list[Truth] = []
        for walker in walkers:
            if walker.first <= number < walker.first + walker.frames:
                shown = _paste(image, walker, number)
                truth = [t for t in truth if shown is None or _visible(t.box, shown)]
                if shown is not None:
                    truth.append(Truth(walker.name, shown))
        grain = noise.integers(-3, 4, (SIZE[1] // 4, SIZE[0] // 4, 1), np.int16)
        grain = np.asarray(cv2.resize(grain, SIZE, interpolation=cv2.INTER_NEAREST))[:, :, None]
        shown_image = np.clip(image.astype(np.int16) + grain, 0, 255).astype(np.uint8)
        yield CrowdFrame(shown_image, number / fps), truth


def _paste(image: Image, walker: Walker, number: int) -> Box | None:
    """Draw somebody; return the box of the face if at least half of it is in the picture."""
    x, y, size = walker.at(number)
    sprite = walker.sprites[(number - walker.first) // walker.hold % len(walker.sprites)]
    by = size / sprite.box.width
    shape = (max(2, round(sprite.image.shape[1] * by)), max(2, round(sprite.image.shape[0] * by)))
    how = cv2.INTER_AREA if by < 1 else cv2.INTER_CUBIC
    head = np.asarray(cv2.resize(sprite.image, shape, interpolation=how), np.uint8)
    opacity = np.asarray(cv2.resize(sprite.opacity, shape, interpolation=cv2.INTER_LINEAR))
    if walker.look is not None:
        head = walker.look(head)
    left = round(x - (sprite.box.x + sprite.box.width / 2) * by)
    top = round(y - (sprite.box.y + sprite.box.height / 2) * by)
    _blend(image, head, opacity[:, :, None], left, top)
    box = Box(left + sprite.box.x * by, top + sprite.box.y * by, size, sprite.box.height * by)
    across = min(box.x + box.width, SIZE[0]) - max(box.x, 0)
    return box if across >= box.width / 2 else None


def _blend(image: Image, head: Image, opacity: np.ndarray, left: int, top: int) -> None:
    x0, y0 = max(0, left), max(0, top)
    x1 = min(image.shape[1], left + head.shape[1])
    y1 = min(image.shape[0], top + head.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    part = (slice(y0 - top, y1 - top), slice(x0 - left, x1 - left))
    under = image[y0:y1, x0:x1].astype(np.float32)
    over = head[part].astype(np.float32)
    image[y0:y1, x0:x1] = (under + (over - under) * opacity[part]).astype(np.uint8)


def _visible(behind: Box, front: Box) -> bool:
    """Return whether less than half of a face is hidden by the head before it."""
    wide = Box(
        front.x - 0.4 * front.width, front.y - 0.5 * front.height, 1.8 * front.width,
        2.0 * front.height,
    )  # fmt: skip
    across = min(behind.x + behind.width, wide.x + wide.width) - max(behind.x, wide.x)
    down = min(behind.y + behind.height, wide.y + wide.height) - max(behind.y, wide.y)
    return max(0.0, across) * max(0.0, down) < 0.5 * behind.area


def blurred(sigma: float) -> Look:
    """Return the look of somebody out of focus, by pixels."""
    return lambda head: np.asarray(cv2.GaussianBlur(head, (0, 0), sigma), np.uint8)


def darkened(by: float) -> Look:
    """Return the look of somebody in bad light."""
    return lambda head: np.asarray(head * by, np.uint8)


def streams_of(
    people: Sequence[tuple[str, tuple[Sprite, ...]]],
    *,
    abreast: int = 4,
    stay: int = 60,
    looks: Sequence[Look | None] = (None,),
    size: tuple[float, float] = (60, 105),
) -> tuple[list[Walker], int]:
    """Return walkers who come by in a steady stream from left to right, `abreast` at a time on
    lanes of their own; and how many frames that takes."""
    walkers = []
    step = stay // abreast
    for number, (name, sprites) in enumerate(people):
        lane = 0.22 + 0.56 * (number % abreast) / max(1, abreast - 1)
        start, end = (-0.05, lane, size[0]), (1.05, lane, size[1])
        look = looks[number % len(looks)]
        walkers.append(Walker(name, sprites, number * step, stay, start, end, look))
    return walkers, (len(people) - 1) * step + stay + 20
