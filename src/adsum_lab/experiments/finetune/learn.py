"""Training the head with one of the losses."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn

from adsum_lab.data.splits import balanced
from adsum_lab.experiments.finetune.recipe import FinetuneRecipe
from adsum_lab.losses.centre import SoftmaxCentre
from adsum_lab.losses.triplet import SemiHardTriplet
from adsum_lab.training import checkpoint
from adsum_lab.training.callbacks import SCHEDULES, Best, Logs, Measure, Schedule
from adsum_lab.training.loop import Callback, Loop
from adsum_lab.training.optimiser import optimiser
from adsum_lab.training.processes import accelerator

SIZE = 512
# Passes over all people in an epoch: a pass shows `each` pictures of each of them.
PASSES = 2


@dataclass(frozen=True, slots=True, eq=False)
class Rows:
    """Batches of P people with K pictures each, whatever their condition."""

    maps: NDArray[np.float16]
    labels: NDArray[np.int64]
    people: int
    each: int
    seed: int

    def __call__(self, epoch: int) -> Iterator[tuple[Tensor, Tensor]]:
        for number in range(PASSES):
            seed = hash((self.seed, epoch, number)) % 2**32
            for rows in balanced(self.labels.tolist(), self.people, self.each, seed):
                yield (
                    torch.from_numpy(self.maps[rows]).float(),
                    torch.from_numpy(self.labels[rows]),
                )


def loss_of(name: str, people: int) -> nn.Module:
    """Return the loss; the centres pull gently, for embeddings are some twenty long."""
    return SoftmaxCentre(SIZE, people, weight=2e-3) if name == "centre" else SemiHardTriplet(0.3)


def train(
    name: str,
    head: nn.Module,
    batches: Rows,
    measure: Callable[[], dict[str, float]],
    recipe: FinetuneRecipe,
    folder: Path,
) -> list[dict[str, float]]:
    """Train `head` and give it the weights of its best epoch; return the history, whose epoch 0 is
    the start."""
    torch.manual_seed(recipe.train.seed)
    loss = loss_of(name, int(batches.labels.max()) + 1)
    start = {"epoch": 0.0} | measure()
    best = Best(folder / "best.safetensors", "watched_tar", lower_is_better=False)
    callbacks: list[Callback] = [
        Schedule(SCHEDULES[recipe.train.schedule], recipe.train.epochs),
        Measure(measure),
        best,
        Logs(folder),
        checkpoint.Checkpoints(folder / "last.safetensors"),
    ]
    learnt = [*head.parameters(), *loss.parameters()]
    learns, placed = optimiser(learnt, recipe.train), accelerator(recipe.train.precision)
    loop = Loop(head, loss, batches, learns, callbacks, placed)
    checkpoint.resume(loop, folder / "last.safetensors")
    loop.run(recipe.train.epochs)
    best.load(loop)
    return [start, *loop.history]
