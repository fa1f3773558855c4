"""A classifier of three dense stages over embeddings, as tutorials put one on top of FaceNet,
trained in numpy: a kiosk needs no training library for it.

Each hidden stage is dense, batch normalised, ReLU, dropout 0.5 (as the laboratory's recipe
`classifier.toml` has them). A softmax must name somebody, and a deep one names strangers with
confidence (A. Nguyen et al., CVPR 2015). Two things keep it honest: a class of its own for
strangers, learnt from faces that lie between two people (as in D. Zhou et al., "Learning
Placeholders for Open-Set Recognition", CVPR 2021), and a bound: nobody's chance is above that of
the nearest photo's similarity. So the net says who, and the nearest photo says whether.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from adsum.vision.softmax import SCALE, UNKNOWN
from adsum.vision.types import Vector

Floats = NDArray[np.float32]
WIDTHS = (128, 64)
DROPOUT, RATE, EPOCHS, BATCH = 0.5, 3e-3, 60, 32
# A small gallery needs more rounds to learn anything.
LEAST_STEPS = 600
# How far a photo of one person lies from another of theirs, per dimension; and the share of a batch
# that is made of strangers.
JITTER, STRANGERS = 0.03, 0.25
# Dropout, scatter and faces between people leave the net ranking well and doubting everything: its
# logits are multiplied (a temperature: C. Guo et al., "On Calibration of Modern Neural Networks",
# ICML 2017). Strangers gain nothing by it, for the nearest photo bounds every chance.
SHARPNESS, SURE = (1, 2, 3, 4, 6, 8, 12), 0.99
TINY, MOMENTUM = 1e-5, 0.9


@dataclass(slots=True)
class Stage:
    """One dense stage. moved: mean and variance over the batches, used once trained."""

    weights: Floats
    bias: Floats
    moved: tuple[Floats, Floats]

    @classmethod
    def drawn(cls, inputs: int, outputs: int, random: np.random.Generator) -> Stage:
        spread = np.sqrt(2 / inputs)
        weights = random.normal(0, spread, (inputs, outputs)).astype(np.float32)
        zero, one = np.zeros(outputs, np.float32), np.ones(outputs, np.float32)
        return cls(weights, zero.copy(), (zero, one))


class MlpClassifier:
    """The chance of each person that a probe is them, rather than another or a stranger."""

    def __init__(self, people: Sequence[Vector]) -> None:
        """Train on the unit vectors of `people` (n x d each); the same ones give the same net."""
        self._templates = np.concatenate(people)
        self._starts = np.cumsum([0, *(len(rows) for rows in people[:-1])])
        owners = np.repeat(np.arange(len(people)), [len(rows) for rows in people])
        random = np.random.default_rng(0)
        sizes = (self._templates.shape[1], *WIDTHS, len(people) + 1)
        pairs = itertools.pairwise(sizes)
        self._stages = [Stage.drawn(inputs, outputs, random) for inputs, outputs in pairs]
        self._sharpness = 1
        if len(people) > 1:
            Training(self._stages, self._templates, owners, random).run()
            self._sharpness = self._fitting(owners)

    def __call__(self, probes: Vector) -> Vector:
        """Return probes x people: chances, 0 to 1; what is missing to 1 is the stranger's."""
        nearest = np.maximum.reduceat(probes @ self._templates.T, self._starts, axis=1)
        bound = 1 / (1 + np.exp(SCALE * (UNKNOWN - nearest)))
        if nearest.shape[1] == 1:
            return np.asarray(bound, np.float32)
        return np.asarray(np.minimum(self.chances(probes)[:, :-1], bound), np.float32)

    def _fitting(self, owners: NDArray[np.intp]) -> int:
        """Return the least sharpness at which the net is sure of half of what it learnt from."""
        rows = np.arange(len(owners))
        for self._sharpness in SHARPNESS:
            if np.median(self.chances(self._templates)[rows, owners]) >= SURE:
                break
        return self._sharpness

    def chances(self, probes: Vector) -> Floats:
        """Return what the net alone says: probes x (people and, last, a stranger)."""
        maps = probes
        for stage in self._stages[:-1]:
            mean, variance = stage.moved
            maps = np.maximum(
                (maps @ stage.weights + stage.bias - mean) / np.sqrt(variance + TINY), 0
            )
        last = self._stages[-1]
        return softmax(self._sharpness * (maps @ last.weights + last.bias))


class Training:
    """Adam (D. Kingma, J. Ba, 2015) on the cross-entropy."""

    def __init__(
        self,
        stages: list[Stage],
        templates: Vector,
        owners: NDArray[np.intp],
        random: np.random.Generator,
    ) -> None:
        self._stages, self._templates, self._owners = stages, templates, owners
        self._random = random
        self._moments = [
            [np.zeros_like(array) for array in (s.weights, s.weights, s.bias, s.bias)]
            for s in stages
        ]
        self._steps = 0

    def run(self) -> None:
        """Train for all epochs; the rate falls along half a cosine."""
        count = len(self._templates)
        epochs = max(EPOCHS, LEAST_STEPS * BATCH // count)
        for epoch in range(epochs):
            rate = RATE * 0.5 * (1 + np.cos(np.pi * epoch / epochs))
            order = self._random.permutation(count)
            for start in range(0, count, BATCH):
                rows = order[start : start + BATCH]
                self._step(*self._batch(rows), rate)

    def _batch(self, rows: NDArray[np.intp]) -> tuple[Floats, NDArray[np.intp]]:
        """Return templates, scattered, and strangers made of two people each."""
        random, people = self._random, self._stages[-1].bias.size - 1
        near = self._templates[rows]
        own = near + random.normal(0, JITTER, near.shape)
        made = max(1, round(STRANGERS * len(rows)))
        one, other = (random.integers(len(self._templates), size=made) for _ in range(2))
        apart = self._owners[one] != self._owners[other]
        share = random.uniform(0.35, 0.65, (made, 1))
        between = share * self._templates[one] + (1 - share) * self._templates[other]
        inputs = np.concatenate([own, between[apart]])
        inputs /= np.linalg.norm(inputs, axis=1, keepdims=True)
        truth = np.concatenate([self._owners[rows], np.full(int(apart.sum()), people)])
        return inputs.astype(np.float32), truth

    def _step(self, inputs: Floats, truth: NDArray[np.intp], rate: float) -> None:
        kept, maps = [], inputs
        for stage in self._stages[:-1]:
            before = maps
            maps, remembered = self._forward(stage, before)
            kept.append((before, *remembered))
        last = self._stages[-1]
        slope = softmax(maps @ last.weights + last.bias)
        slope[np.arange(len(truth)), truth] -= 1
        slope /= len(truth)
        self._steps += 1
        back = slope @ last.weights.T
        self._move(len(self._stages) - 1, maps.T @ slope, slope.sum(0), rate)
        for number in reversed(range(len(kept))):
            before, normal, spread, open_ = kept[number]
            slope = normalised_slope(back * open_, normal, spread)
            back = slope @ self._stages[number].weights.T
            self._move(number, before.T @ slope, slope.sum(0), rate)

    def _forward(self, stage: Stage, maps: Floats) -> tuple[Floats, tuple[Floats, Floats, Floats]]:
        """Return the stage's answer to a batch, and what its slope needs: normalised values, their
        deviation, and where the way back is open (and how wide, after dropout)."""
        dense = maps @ stage.weights + stage.bias
        mean, variance = dense.mean(0), dense.var(0)
        before = stage.moved
        stage.moved = (
            MOMENTUM * before[0] + (1 - MOMENTUM) * mean,
            MOMENTUM * before[1] + (1 - MOMENTUM) * variance,
        )
        spread = np.sqrt(variance + TINY)
        normal = (dense - mean) / spread
        alive = self._random.random(normal.shape) >= DROPOUT
        open_ = ((normal > 0) & alive).astype(np.float32) / np.float32(1 - DROPOUT)
        return normal * open_, (normal, spread, open_)

    def _move(self, number: int, of_weights: Floats, of_bias: Floats, rate: float) -> None:
        stage, moments = self._stages[number], self._moments[number]
        for target, slope, place in ((stage.weights, of_weights, 0), (stage.bias, of_bias, 2)):
            first, second = moments[place], moments[place + 1]
            first += 0.1 * (slope - first)
            second += 0.001 * (slope**2 - second)
            mean = first / (1 - 0.9**self._steps)
            square = second / (1 - 0.999**self._steps)
            target -= (rate * mean / (np.sqrt(square) + 1e-8)).astype(np.float32)


def softmax(logits: Floats) -> Floats:
    """Return each row's chances."""
    lifted = np.exp(logits - logits.max(axis=1, keepdims=True))
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


def normalised_slope(slope: Floats, normal: Floats, spread: Floats) -> Floats:
    """Return the slope before a batch normalisation of the slope after it (S. Ioffe, C. Szegedy,
    2015)."""
    return np.asarray((slope - slope.mean(0) - normal * (slope * normal).mean(0)) / spread)
