"""Square windows of photos with what each of MTCNN's stages should answer to them.

By its overlap with a known face (intersection over union) a window is a negative (below 0.3), a
part (0.4 to 0.65) or a positive (above); what lies between learns nothing. Thresholds and kinds as
in K. Zhang et al., SPL 2016.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adsum.models.mtcnn_stages import CELL, Scene
from adsum.models.mtcnn_stages import windows as cut_out
from adsum.vision.types import Image
from adsum_lab.data.scenes import Known, Rows
from adsum_lab.losses.mtcnn import LANDMARKS, NEGATIVE, PART, POSITIVE

NEGATIVE_BELOW, PART_FROM, POSITIVE_FROM = 0.3, 0.4, 0.65
UNUSED = -1


@dataclass(frozen=True, slots=True, eq=False)
class Samples:
    """pictures: n x 3 x side x side, RGB. target: n x 15 as `JointLoss` takes it."""

    pictures: NDArray[np.uint8]
    target: Rows

    def __add__(self, other: Samples) -> Samples:
        return Samples(
            np.concatenate([self.pictures, other.pictures]),
            np.concatenate([self.target, other.target]),
        )

    def counts(self) -> dict[str, int]:
        """Return how many there are of each kind."""
        kinds = {"negative": NEGATIVE, "positive": POSITIVE, "part": PART, "landmarks": LANDMARKS}
        return {name: int((self.target[:, 0] == kind).sum()) for name, kind in kinds.items()}


@dataclass(frozen=True, slots=True)
class Share:
    """How many windows of each kind a photo may give."""

    negative: int
    positive: int
    part: int


def samples(
    image: Image, known: Known, squares: Rows, side: int, share: Share, random: np.random.Generator
) -> Samples:
    """Return the samples that `squares` (n x 4 or more: corners) of a photo give for the stage
    whose input has `side` pixels; each positive also teaches landmarks."""
    squares = squares[:, :4].astype(np.float32)
    parts = list(cut_out(Scene(image), squares, side)) if len(squares) else []
    if not parts:
        return empty(side)
    boxes, pictures = (np.concatenate(part) for part in zip(*parts, strict=True))
    kinds, owner = judged(boxes, known)
    rows = [
        random.permutation(np.flatnonzero(kinds == kind))[:most]
        for kind, most in ((NEGATIVE, share.negative), (POSITIVE, share.positive),
                           (PART, share.part))
    ]  # fmt: skip
    chosen = np.concatenate([*rows, rows[1]])
    target = np.zeros((len(chosen), 15), np.float32)
    kinds_of = [NEGATIVE, POSITIVE, PART, LANDMARKS]
    target[:, 0] = np.repeat(kinds_of, [len(part) for part in (*rows, rows[1])])
    near = target[:, 0] != NEGATIVE
    if near.any():
        target[near, 1:] = _answers(boxes[chosen[near]], known, owner[chosen[near]], side)
    return Samples(np.rint(pictures[chosen]).astype(np.uint8), target)


def empty(side: int) -> Samples:
    return Samples(np.zeros((0, 3, side, side), np.uint8), np.zeros((0, 15), np.float32))


def judged(boxes: Rows, known: Known) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the kind of each box (`UNUSED` for none) and the index of its nearest face."""
    kinds = np.full(len(boxes), NEGATIVE, np.int64)
    owner = np.zeros(len(boxes), np.int64)
    if len(known.corners):
        shared = overlaps(boxes, known.corners)
        owner, best = shared.argmax(1), shared.max(1)
        kinds = np.select(
            [best >= POSITIVE_FROM, best >= PART_FROM, best >= NEGATIVE_BELOW],
            [POSITIVE, PART, UNUSED],
            NEGATIVE,
        )
    if len(known.unsure):
        kinds[(kinds == NEGATIVE) & (covered(boxes, known.unsure).max(1) > 0.3)] = UNUSED
    return kinds, owner


def overlaps(boxes: Rows, others: Rows) -> Rows:
    """Return the intersection over union of each box with each other, n x m."""
    shared = _shared(boxes, others)
    return np.asarray(shared / (_area(boxes)[:, None] + _area(others)[None] - shared), np.float32)


def covered(boxes: Rows, others: Rows) -> Rows:
    """Return which share of each of the others each box covers, n x m."""
    return np.asarray(_shared(boxes, others) / _area(others)[None], np.float32)


def anywhere(image: Image, smallest: int, count: int, random: np.random.Generator) -> Rows:
    """Return random squares of all sizes, n x 4, in the corners' convention of the cascade (the
    first pixel is 1)."""
    height, width = image.shape[:2]
    largest = min(height, width)
    if largest <= smallest:
        return np.zeros((0, 4), np.float32)
    side = np.exp(random.uniform(np.log(smallest), np.log(largest), count)).astype(int)
    corner = random.uniform(0, 1, (count, 2)) * (np.array([width, height]) - side[:, None])
    return _squares(np.floor(corner), side)


def around(
    known: Known, image: Image, spread: float, count: int, random: np.random.Generator
) -> Rows:
    """Return `count` squares about each face, moved and sized at random: by `spread` of the face's
    sides."""
    height, width = image.shape[:2]
    found = [np.zeros((0, 4), np.float32)]
    for left, top, right, bottom in known.corners:
        small, large = min(right - left, bottom - top), max(right - left, bottom - top)
        sizes = random.uniform((1 - spread) * small, (1 + spread) * large, count).astype(int)
        centre = np.array([left + right, top + bottom]) / 2
        moved = centre + random.uniform(-spread, spread, (count, 2)) * large
        corner = np.floor(moved - sizes[:, None] / 2)
        inside = (corner >= 0).all(1) & (corner + sizes[:, None] <= [width, height]).all(1)
        usable = inside & (sizes >= CELL)
        found.append(_squares(corner[usable], sizes[usable]))
    return np.concatenate(found)


def _squares(corner: NDArray[np.float64], side: NDArray[np.int64]) -> Rows:
    return np.c_[corner + 1, corner + side[:, None]].astype(np.float32)


def _answers(boxes: Rows, known: Known, owner: NDArray[np.int64], side: int) -> Rows:
    """Return box offsets and landmarks (n x 14) in the shares that the cascade multiplies again."""
    first, last = boxes[:, :2].copy(), boxes[:, 2:4]
    length = last - first + 1
    corner = first - 1
    if side == CELL:
        # P-Net's windows begin at their cell's second pixel and are eleven cells long.
        first = corner + length / np.float32(CELL)
        length = length * np.float32((CELL - 1) / CELL)
    face = known.corners[owner]
    offsets = np.c_[(face[:, :2] - first) / length, (face[:, 2:] - last) / length]
    points = (known.landmarks[owner] - corner[:, None]) / (last - corner)[:, None]
    return np.c_[offsets, points.reshape(-1, 10)].astype(np.float32)


def _shared(boxes: Rows, others: Rows) -> Rows:
    low = np.maximum(boxes[:, None, :2], others[None, :, :2])
    high = np.minimum(boxes[:, None, 2:4], others[None, :, 2:4])
    return np.asarray(np.clip(high - low, 0, None).prod(2), np.float32)


def _area(boxes: Rows) -> Rows:
    return np.asarray(np.clip(boxes[:, 2:4] - boxes[:, :2], 1e-6, None).prod(1), np.float32)
