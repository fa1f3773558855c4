"""Faces as batches: augmented pictures, or what a frozen embedder says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from adsum.vision.types import Image, Points
from adsum_lab.augment import as_input
from adsum_lab.data.faces import Faces
from adsum_lab.experiments.embed import Embed

Change = Callable[[Image, Points, np.random.Generator], Image]


@dataclass(frozen=True, slots=True, eq=False)
class Pictures:
    """Batches of `rows` of `faces`, shuffled and changed anew in every epoch from `seed`.

    A share `mixup` of the pictures is laid over another one of the batch; the labels are then
    chances of each person (H. Zhang et al., "mixup", ICLR 2018).
    """

    faces: Faces
    rows: NDArray[np.int64]
    size: int
    change: Change
    seed: int
    mixup: float = 0.0

    def __call__(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        order = np.random.default_rng((self.seed, epoch)).permutation(self.rows)
        for batch in batched(order, self.size):
            pictures = [
                self.change(
                    self.faces.pictures[row],
                    self.faces.landmarks[row],
                    np.random.default_rng((self.seed, epoch, int(row))),
                )
                for row in batch
            ]
            inputs = torch.from_numpy(as_input(np.stack(pictures)))
            labels = torch.from_numpy(self.faces.labels[batch])
            random = np.random.default_rng((self.seed, epoch, *batch[:2].tolist(), 1))
            yield self._mixed(inputs, labels, random) if self.mixup else (inputs, labels)

    def _mixed(
        self, inputs: Tensor, labels: Tensor, random: np.random.Generator
    ) -> tuple[Tensor, Tensor]:
        chances = nn.functional.one_hot(labels, len(self.faces.names)).float()
        kept = np.where(random.random(len(labels)) < self.mixup, random.uniform(0.5, 1), 1.0)
        share = torch.from_numpy(kept).float()[:, None]
        other = torch.from_numpy(random.permutation(len(labels)))
        wide = share[:, :, None, None]
        return (
            wide * inputs + (1 - wide) * inputs[other],
            share * chances + (1 - share) * chances[other],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Vectors:
    """Batches of vectors, shuffled anew in every epoch."""

    inputs: Tensor
    labels: Tensor
    size: int
    seed: int

    def __call__(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        for batch in batched(
            np.random.default_rng((self.seed, epoch)).permutation(len(self.labels)), self.size
        ):
            yield self.inputs[batch], self.labels[batch]


def batched(order: NDArray[np.int64], size: int) -> Iterator[NDArray[np.int64]]:
    """Cut `order` into batches; a last one of a single sample, of which batch norm could learn
    nothing, waits for the next epoch."""
    for start in range(0, len(order), size):
        if len(order[start : start + size]) > 1:
            yield order[start : start + size]


def pictures(faces: Faces, rows: NDArray[np.int64], change: Change | None = None) -> Tensor:
    """Return `rows` of `faces` as a net's input, unchanged or changed by `change`."""
    return torch.from_numpy(as_input(_changed(faces, rows, change, 0)))


def embedded(
    faces: Faces, rows: NDArray[np.int64], embed: Embed, change: Change | None = None, view: int = 0
) -> Tensor:
    """Return what the embedder says of `rows`, n x size."""
    seen = _changed(faces, rows, change, view)
    vectors = [embed(seen[i], faces.face(int(row))) for i, row in enumerate(rows)]
    return torch.from_numpy(np.stack(vectors))


def _changed(
    faces: Faces, rows: NDArray[np.int64], change: Change | None, view: int
) -> NDArray[np.uint8]:
    if change is None:
        return faces.pictures[rows]
    changed = [
        change(faces.pictures[r], faces.landmarks[r], np.random.default_rng((view, int(r))))
        for r in rows
    ]
    return np.stack(changed)
