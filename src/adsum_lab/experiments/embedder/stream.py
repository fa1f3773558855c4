"""Batches of changed faces from shards, each process making its own slice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import numpy as np
import torch

from adsum.vision.aligners import FivePoint
from adsum.vision.types import Image
from adsum_lab.augment import Train, as_input
from adsum_lab.data import shards
from adsum_lab.data.faces import upright_face
from adsum_lab.data.shards import Encoded
from adsum_lab.errors import BadData
from adsum_lab.training.loop import Part


@dataclass(frozen=True, slots=True)
class Slice:
    """Which of `processes` this one is, from 0."""

    process: int = 0
    processes: int = 1


@dataclass(frozen=True, slots=True, eq=False)
class Streamed:
    """Faces of the `an_epoch` shards (0: all) whose turn it is in an epoch; all pass, in a new
    order, before one comes again.

    side: pixels that the net takes. What is read is the same in every process, what is decoded and
    changed is its slice only.
    """

    paths: Sequence[Path]
    side: int
    size: int
    change: Train
    seed: int
    an_epoch: int = 0
    buffer: int = 10_000
    readers: int = 2
    mine: Slice = Slice()

    def __call__(self, epoch: int) -> Iterator[Part]:
        stream = shards.shuffled(self._turn(epoch), self.buffer, hash((self.seed, epoch)) % 2**32)
        with ThreadPoolExecutor(self.readers) as pool:
            for number, batch in enumerate(_batches(stream, self.size)):
                # Of a last batch with one sample a process batch norm could learn nothing.
                if len(batch) < 2 * self.mine.processes:
                    return
                seeds = [(self.seed, epoch, number, place) for place in range(len(batch))]
                own = slice(self.mine.process, None, self.mine.processes)
                made = pool.map(self._made, batch[own], seeds[own])
                yield _part(made, len(batch))

    def _turn(self, epoch: int) -> list[Path]:
        """Return the shards of an epoch: the next ones of an endless row of shuffled rounds."""
        count = self.an_epoch or len(self.paths)
        places = range(epoch * count, (epoch + 1) * count)
        rounds = {at // len(self.paths): self._round(at // len(self.paths)) for at in places}
        return [self.paths[rounds[at // len(self.paths)][at % len(self.paths)]] for at in places]

    def _round(self, number: int) -> list[int]:
        order = np.random.default_rng((self.seed, number)).permutation(len(self.paths))
        return [int(place) for place in order]

    def _made(self, sample: Encoded, seed: tuple[int, ...]) -> tuple[Image, int] | None:
        opened = shards.decoded(sample)
        if opened is None:
            return None
        picture, label = opened
        face = upright_face(picture.shape[0])
        changed = self.change(picture, face.landmarks, np.random.default_rng(seed))
        return FivePoint(self.side).crop(changed, face), label


def _batches(stream: Iterator[Encoded], size: int) -> Iterator[list[Encoded]]:
    while batch := list(islice(stream, size)):
        yield batch


def _part(made: Iterable[tuple[Image, int] | None], whole: int) -> Part:
    usable = [one for one in made if one is not None]
    if not usable:
        raise BadData("all faces of a batch are damaged: pack the shards anew")
    pictures, labels = zip(*usable, strict=True)
    inputs = torch.from_numpy(as_input(np.stack(pictures)))
    return Part(inputs, torch.tensor(labels), whole)
