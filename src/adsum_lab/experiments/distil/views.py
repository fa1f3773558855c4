"""Changed views of faces with the teacher's answer to each, kept in files.

Teacher and student see the same view, so that any picture teaches, even one of nobody: two people's
faces laid over each other (L. Beyer et al., "Knowledge distillation: A good teacher is patient and
consistent", CVPR 2022).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

from adsum.vision.aligners import FivePoint
from adsum.vision.types import Image
from adsum_lab.augment import Train, as_input
from adsum_lab.data.faces import Faces, upright_face
from adsum_lab.experiments.embed import Embed
from adsum_lab.nets.nn4_small2 import SIDE

Floats = NDArray[np.float32]
# Of the faces that are cut out: some of what lies around the frame, for views that are moved.
CUT = 150
# How much of a blend is the first face.
BLENDED = (0.3, 0.7)
# Views between two notes of how many are made.
NOTED = 500


@dataclass(frozen=True, slots=True, eq=False)
class Views:
    """pictures: n x 96 x 96 x 3, BGR. answers: the teacher's, n x d, unit vectors."""

    pictures: NDArray[np.uint8]
    answers: NDArray[np.float32]

    def tensors(self) -> tuple[Tensor, Tensor]:
        return torch.from_numpy(as_input(self.pictures)), torch.from_numpy(self.answers)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes view after view; number i is the same whenever it is made."""

    faces: Faces
    rows: NDArray[np.int64]
    teacher: Embed
    change: Train
    mixed: float
    seed: int

    def view(self, number: int) -> tuple[Image, NDArray[np.float32]]:
        """Return view `number` as the student sees it, and the teacher's answer. The first round
        shows every photo as it is."""
        random = np.random.default_rng((self.seed, number))
        row = int(self.rows[number % len(self.rows)])
        picture = self.faces.pictures[row]
        if number >= len(self.rows):
            picture = self._changed(row, random)
            if random.random() < self.mixed:
                other = self._changed(int(random.choice(self.rows)), random)
                share = random.uniform(*BLENDED)
                blend = share * picture.astype(np.float32) + (1 - share) * other
                picture = np.asarray(np.rint(blend), np.uint8)
        face = upright_face(CUT)
        return FivePoint(SIDE).crop(picture, face), self.teacher(picture, face)

    def _changed(self, row: int, random: np.random.Generator) -> Image:
        return self.change(self.faces.pictures[row], self.faces.landmarks[row], random)


def made(maker: Maker, count: int, folder: Path) -> Views:
    """Return views 0 to `count`, making those that are not in `folder` yet."""
    folder.mkdir(parents=True, exist_ok=True)
    size = len(maker.view(0)[1])
    pictures = _array(folder / "pictures.npy", (count, SIDE, SIDE, 3), np.uint8)
    answers = _array(folder / "answers.npy", (count, size), np.float32)
    note = folder / "made.txt"
    begin = int(note.read_text()) if note.exists() else 0
    for number in range(begin, count):
        pictures[number], answers[number] = maker.view(number)
        if (number + 1) % NOTED == 0 or number + 1 == count:
            pictures.flush()
            answers.flush()
            note.write_text(str(number + 1))
    return Views(pictures, answers)


def _array(path: Path, shape: tuple[int, ...], kind: type) -> np.memmap:
    mode = "r+" if path.exists() else "w+"
    return np.lib.format.open_memmap(path, mode, kind, shape)


@dataclass(frozen=True, slots=True, eq=False)
class Batches:
    """Slices of `an_epoch` views; all views pass, in a new order, before one comes again.

    Each is changed a little more, for which a good teacher would answer the same; a share `blended`
    is laid over another view of the batch, and so are the answers (H. Zhang et al., "mixup", ICLR
    2018).
    """

    views: Views
    change: Train
    blended: float
    an_epoch: int
    size: int
    seed: int

    def __call__(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        count = len(self.views.answers)
        an_epoch = min(self.an_epoch, count)
        rounds = count // an_epoch
        order = np.random.default_rng((self.seed, epoch // rounds)).permutation(count)
        place = epoch % rounds * an_epoch
        random = np.random.default_rng((self.seed, epoch, 1))
        for start in range(place, place + an_epoch - self.size + 1, self.size):
            # A file is read in its own order.
            rows = np.sort(order[start : start + self.size])
            yield self._batch(rows, random)

    def _batch(self, rows: NDArray[np.int64], random: np.random.Generator) -> tuple[Tensor, Tensor]:
        marks = upright_face(CUT).landmarks * np.float32(SIDE / CUT)
        changed = [self.change(np.array(self.views.pictures[r]), marks, random) for r in rows]
        inputs, answers = as_input(np.stack(changed)), self.views.answers[rows]
        share = np.where(random.random(len(rows)) < self.blended, random.uniform(*BLENDED), 1.0)
        share, other = share.astype(np.float32), random.permutation(len(rows))
        inputs = _laid(inputs, inputs[other], share[:, None, None, None])
        answers = _laid(answers, answers[other], share[:, None])
        return torch.from_numpy(inputs), torch.from_numpy(answers)


def _laid(one: Floats, other: Floats, share: Floats) -> Floats:
    return np.asarray(share * one + (1 - share) * other, np.float32)
