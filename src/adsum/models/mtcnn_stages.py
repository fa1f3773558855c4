"""The three steps of an MTCNN cascade, each on one picture: propose, refine, place.

Geometry (floors, the "+ 1" of widths) as in the reference implementation of facenet, so that boxes
and landmarks agree with it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adsum.models.runtime import Session
from adsum.vision.area import AreaSampler
from adsum.vision.nms import suppressed
from adsum.vision.types import Box, Face, Image

Rows = NDArray[np.float32]
CELL, STRIDE = 12, 2
# Windows computed at once: bounds the memory that a crowded picture takes.
CHUNK = 512


@dataclass(frozen=True, slots=True)
class MtcnnOptions:
    """min_face: smallest face in pixels; factor: between the pyramid's levels; thresholds: least
    confidence after each stage. The defaults are the reference's."""

    min_face: int = 20
    factor: float = 0.709
    thresholds: tuple[float, float, float] = (0.6, 0.7, 0.7)


class Scene:
    """One picture (BGR, 0 to 255), ready to be looked at window by window."""

    def __init__(self, image: Image) -> None:
        self.height, self.width = image.shape[:2]
        self.sampler = AreaSampler(np.ascontiguousarray(image[:, :, ::-1]))


def propose(session: Session, scene: Scene, options: MtcnnOptions) -> Rows:
    """Return P-Net's squares (n x 5: left, top, right, bottom, confidence)."""
    whole = np.array([[0, 0, scene.width, scene.height]])
    found = [np.zeros((0, 9), np.float32)]
    for scale in _scales(min(scene.height, scene.width), options):
        high, wide = int(scene.height * scale + 1), int(scene.width * scale + 1)
        level = scene.sampler.sample(whole, high, wide)
        outputs = session.run(normalised(level), ["box", "face"])
        seen = _windows(outputs["box"][0], outputs["face"][0, 1], scale, options)
        found.append(seen[suppressed(seen[:, :4], seen[:, 4], 0.5)])
    rows = np.concatenate(found)
    rows = rows[suppressed(rows[:, :4], rows[:, 4], 0.7)]
    sides = rows[:, 2:4] - rows[:, :2]
    moved = rows[:, :4] + rows[:, 5:] * np.tile(sides, 2)
    return _squared(np.c_[moved, rows[:, 4]])


def refine(session: Session, scene: Scene, boxes: Rows, options: MtcnnOptions) -> Rows:
    """Return the squares that R-Net leaves of `boxes`, n x 5."""
    kept = [np.zeros((0, 9), np.float32)]
    for part, batch in windows(scene, boxes, 24):
        outputs = session.run(normalised(batch), ["box", "face"])
        sure = outputs["face"][:, 1]
        passed = sure > options.thresholds[1]
        kept.append(np.c_[part[:, :4], sure, outputs["box"]][passed])
    rows = np.concatenate(kept)
    rows = rows[suppressed(rows[:, :4], rows[:, 4], 0.7)]
    return _squared(np.c_[_regressed(rows[:, :4], rows[:, 5:]), rows[:, 4]])


def place(session: Session, scene: Scene, boxes: Rows, options: MtcnnOptions) -> list[Face]:
    """Return the faces that O-Net finds in `boxes`, most confident first."""
    kept = [np.zeros((0, 19), np.float32)]
    for part, batch in windows(scene, boxes, 48):
        outputs = session.run(normalised(batch), ["box", "points", "face"])
        sure = outputs["face"][:, 1]
        passed = sure > options.thresholds[2]
        kept.append(np.c_[part[:, :4], sure, outputs["box"], outputs["points"]][passed])
    rows = np.concatenate(kept)
    sides = rows[:, 2:4] - rows[:, :2] + 1
    # Five x, then five y, in shares of the square.
    x = rows[:, 9:14] * sides[:, :1] + rows[:, :1] - 1
    y = rows[:, 14:] * sides[:, 1:] + rows[:, 1:2] - 1
    corners = _regressed(rows[:, :4], rows[:, 5:9])
    order = suppressed(corners, rows[:, 4], 0.7, within_smaller=True)
    return [
        Face(
            Box(*map(float, (*corners[i, :2], *(corners[i, 2:] - corners[i, :2])))),
            np.stack([x[i], y[i]], axis=1).astype(np.float32),
            float(rows[i, 4]),
        )
        for i in order
    ]


def windows(scene: Scene, boxes: Rows, side: int) -> Iterator[tuple[Rows, Rows]]:
    """Yield boxes with their pictures (n x 3 x side x side, RGB, 0 to 255), some at a time.

    Boxes that do not meet the image are left out; the others are cut to it.
    """
    # Truncated and cut as the reference does: the first pixel is 1 there.
    whole = np.trunc(boxes[:, :4]).astype(np.intp)
    cut = np.c_[
        np.maximum(whole[:, :2], 1) - 1,
        np.minimum(whole[:, 2], scene.width),
        np.minimum(whole[:, 3], scene.height),
    ]
    meets = (cut[:, 2] > cut[:, 0]) & (cut[:, 3] > cut[:, 1])
    boxes, cut = boxes[meets], cut[meets]
    for start in range(0, len(boxes), CHUNK):
        part = slice(start, start + CHUNK)
        yield boxes[part], scene.sampler.sample(cut[part], side, side)


def normalised(batch: Rows) -> Rows:
    """Return pixels from 0 to 255 as the networks take them."""
    return (batch - np.float32(127.5)) * np.float32(0.0078125)


def _scales(shorter: int, options: MtcnnOptions) -> list[float]:
    scale = CELL / options.min_face
    scales = []
    while shorter * scale >= CELL:
        scales.append(scale)
        scale *= options.factor
    return scales


def _windows(box: Rows, sure: Rows, scale: float, options: MtcnnOptions) -> Rows:
    """Return one level's windows (n x 9: corners, confidence, regression) in the image's pixels."""
    row, column = np.nonzero(sure >= options.thresholds[0])
    corner = STRIDE * np.stack([column, row], axis=1)
    first = np.floor((corner + 1) / scale)
    last = np.floor((corner + CELL) / scale)
    regression = box[:, row, column].T
    rows = np.c_[first, last, sure[row, column], regression]
    return np.asarray(rows, dtype=np.float32)


def _squared(rows: Rows) -> Rows:
    """Make boxes square about their middle, the longer side deciding."""
    sides = rows[:, 2:4] - rows[:, :2]
    side = sides.max(axis=1, keepdims=True)
    first = rows[:, :2] + sides / 2 - side / 2
    return np.asarray(np.c_[first, first + side, rows[:, 4:]], dtype=np.float32)


def _regressed(corners: Rows, regression: Rows) -> Rows:
    sides = np.tile(corners[:, 2:] - corners[:, :2] + 1, 2)
    return np.asarray(corners + regression * sides, dtype=np.float32)
