"""Who and what trains, and who and what tests."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Indices = NDArray[np.int64]


def stratified(labels: Sequence[int], share: float, seed: int) -> tuple[Indices, Indices]:
    """Return the indices of `share` of each label's samples, and those of the rest.

    Both parts get at least one of every label that has two samples; a single sample trains.
    """
    random = np.random.default_rng(seed)
    first: list[int] = []
    second: list[int] = []
    for label in sorted(set(labels)):
        of_label = random.permutation(np.flatnonzero(np.asarray(labels) == label))
        count = min(max(1, round(share * len(of_label))), max(1, len(of_label) - 1))
        first += of_label[:count].tolist()
        second += of_label[count:].tolist()
    return np.array(sorted(first), np.int64), np.array(sorted(second), np.int64)


def identity_disjoint(labels: Sequence[int], share: float, seed: int) -> tuple[Indices, Indices]:
    """Return the indices of all samples of `share` of the labels, and those of the others."""
    shuffled = np.random.default_rng(seed).permutation(sorted(set(labels)))
    chosen = set(shuffled[: round(share * len(shuffled))].tolist())
    inside = np.array([label in chosen for label in labels])
    return np.flatnonzero(inside), np.flatnonzero(~inside)


def balanced(labels: Sequence[int], people: int, photos: int, seed: int) -> list[Indices]:
    """Return an epoch of P x K batches: `photos` of each of `people` labels per batch.

    Every label comes once; who has fewer photos than K shows some twice. Labels that are left over
    when the last batch is not full wait for the next epoch.
    """
    random = np.random.default_rng(seed)
    table = np.asarray(labels)
    order = random.permutation(np.unique(table))
    batches = []
    for start in range(0, len(order) - people + 1, people):
        rows = []
        for label in order[start : start + people]:
            own = np.flatnonzero(table == label)
            rows.append(random.choice(own, photos, replace=len(own) < photos))
        batches.append(np.concatenate(rows).astype(np.int64))
    return batches
