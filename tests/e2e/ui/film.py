"""Films for the browser's fake camera, made of photos: people walk up, lights go out.

A film is a file of JPEGs one after another; Chromium plays it at 30 frames a second, for ever.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

Picture = NDArray[np.uint8]

WIDTH, HEIGHT, RATE = 640, 480, 30


def read(path: Path) -> Picture:
    """Return a photo as BGR."""
    picture = cv2.imread(str(path))
    assert picture is not None, path
    return np.asarray(picture, np.uint8)


def hall(light: float = 1.0) -> Picture:
    """An empty hall: a grey wall that is brighter at the top."""
    column = np.linspace(150, 90, HEIGHT)[:, None, None].repeat(WIDTH, 1).repeat(3, 2)
    return np.asarray(column * light, np.uint8)


def stand(
    scene: Picture, person: Picture, size: int, at: float = 0.5, down: float = 0.5
) -> Picture:
    """Put a square photo of `size` pixels into the scene; at, down: its middle, as shares."""
    shot = cv2.resize(person, (size, size), interpolation=cv2.INTER_AREA)
    left, top = int(at * WIDTH - size / 2), int(down * HEIGHT - size / 2)
    x0, y0, x1, y1 = max(left, 0), max(top, 0), min(left + size, WIDTH), min(top + size, HEIGHT)
    scene[y0:y1, x0:x1] = shot[y0 - top : y1 - top, x0 - left : x1 - left]
    return scene


def empty(seconds: float, light: float = 1.0) -> Iterator[Picture]:
    for _ in range(int(seconds * RATE)):
        yield hall(light)


def walk_up(person: Picture, seconds: float = 1.0) -> Iterator[Picture]:
    """Somebody comes from the left until they fill the picture."""
    for step in np.linspace(0, 1, int(seconds * RATE)):
        yield stand(hall(), person, int(160 + 290 * step), 0.25 + 0.25 * step)


def stay(person: Picture, seconds: float) -> Iterator[Picture]:
    """Somebody stands there and sways a little."""
    for number in range(int(seconds * RATE)):
        yield stand(hall(), person, 450, 0.5 + 0.01 * np.sin(number / 7))


def side_by_side(left: Picture, right: Picture, seconds: float) -> Iterator[Picture]:
    for number in range(int(seconds * RATE)):
        sway = 0.01 * np.sin(number / 7)
        scene = stand(hall(), left, 310, 0.25 + sway)
        yield stand(scene, right, 310, 0.75 - sway)


def far_away(person: Picture, seconds: float) -> Iterator[Picture]:
    for number in range(int(seconds * RATE)):
        yield stand(hall(), person, 74, 0.5 + 0.005 * np.sin(number / 7))


def write(path: Path, *scenes: Iterable[Picture]) -> Path:
    """Write the film and return its path."""
    with path.open("wb") as file:
        for scene in scenes:
            for picture in scene:
                file.write(cv2.imencode(".jpg", picture, [cv2.IMWRITE_JPEG_QUALITY, 90])[1])
    return path
