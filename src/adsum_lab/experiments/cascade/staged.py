"""Staged data: each stage learns from what the stages before it let pass."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import numpy as np

from adsum.models.mtcnn_stages import MtcnnOptions, Scene, propose, refine
from adsum.models.runtime import Session
from adsum.vision.types import Image
from adsum_lab.data.scenes import Known, Rows, mirrored, nobody_in, opened
from adsum_lab.data.windows import Samples, Share, anywhere, around, empty, samples
from adsum_lab.nets.mtcnn import SIDES

Squares = Callable[[Image, Known, np.random.Generator], Rows]
# Of one photo: negatives, positives (each teaches landmarks, too), parts.
SHARE = {"pnet": Share(20, 7, 6), "rnet": Share(24, 6, 5), "onet": Share(12, 5, 4)}
# Of one picture without faces, in which everything is a negative.
BARE = Share(400, 0, 0)
LONGEST_BARE = 500


def make(
    stage: str, photos: Iterable[Known], bare: Iterable[Path], squares: Squares, seed: int
) -> Samples:
    """Return the samples of a stage; every other photo is looked at in a mirror."""
    side, random = SIDES[stage], np.random.default_rng(seed)
    found: list[Samples] = []
    for number, known in enumerate(photos):
        image = known.image()
        if number % 2:
            known, image = mirrored(known, image)
        boxes = squares(image, known, random)
        found.append(samples(image, known, boxes, side, SHARE[stage], random))
    for path in bare:
        scenery, nobody = opened(path, LONGEST_BARE), nobody_in(path)
        if scenery is not None:
            boxes = squares(scenery, nobody, random)
            found.append(samples(scenery, nobody, boxes, side, BARE, random))
    return together(found, side)


def together(parts: Sequence[Samples], side: int) -> Samples:
    if not parts:
        return empty(side)
    return Samples(
        np.concatenate([part.pictures for part in parts]),
        np.concatenate([part.target for part in parts]),
    )


def first_squares(smallest: int) -> Squares:
    """P-Net's: random squares everywhere, more of them about the faces."""

    def squares(image: Image, known: Known, random: np.random.Generator) -> Rows:
        bare = len(known.corners) == 0
        return np.concatenate(
            [
                anywhere(image, smallest, 400 if bare else 30, random),
                around(known, image, 0.2, 24, random),
                around(known, image, 0.7, 12, random),
            ]
        )

    return squares


def passed_squares(sessions: Sequence[Session], options: MtcnnOptions) -> Squares:
    """R-Net's and O-Net's: what the trained stages let pass, and squares about the faces."""

    def squares(image: Image, known: Known, random: np.random.Generator) -> Rows:
        scene = Scene(image)
        boxes = propose(sessions[0], scene, options)
        for session in sessions[1:]:
            boxes = refine(session, scene, boxes, options)
        near = [around(known, image, spread, 12, random) for spread in (0.2, 0.7)]
        return np.concatenate([boxes[:, :4], *near])

    return squares


def save(path: Path, made: Samples) -> None:
    """Write the samples beside their place, then put them there: never half of them."""
    beside = path.with_suffix(".part.npz")
    np.savez(beside, pictures=made.pictures, target=made.target)
    beside.replace(path)


def load(path: Path) -> Samples:
    with np.load(path, allow_pickle=False) as file:
        return Samples(file["pictures"], file["target"])
