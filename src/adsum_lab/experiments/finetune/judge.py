"""Pairs of a photo as it is with another under each condition."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from adsum.evaluation import curves
from adsum.evaluation.pairs import Pair, Photo
from adsum.evaluation.verification import Verification, verify
from adsum_lab.experiments.finetune.photos import CONDITIONS

Vectors = NDArray[np.float32]
FAR = 0.01


def centred(vectors: Vectors, mean: Vectors) -> Vectors:
    """Return the vectors (... x d) less `mean`, of unit length again: what all faces have in common
    tells nobody apart."""
    moved = vectors - mean
    return np.asarray(moved / np.linalg.norm(moved, axis=-1, keepdims=True), np.float32)


def verified(
    pairs: Sequence[Pair],
    files: Mapping[Photo, Path],
    places: Mapping[Path, int],
    vectors: Vectors,
) -> dict[str, Verification]:
    """Return the result for each condition of a pair's second photo; its first is as it is.

    vectors: photos x conditions x d. places: where each photo is; pairs of others are left out.
    """
    known = [p for p in pairs if files[p.first] in places and files[p.second] in places]
    first = np.array([places[files[pair.first]] for pair in known])
    second = np.array([places[files[pair.second]] for pair in known])
    same = np.array([pair.same for pair in known], np.bool_)
    folds = np.array([pair.fold for pair in known], np.intp)
    return {
        name: verify(
            np.einsum("nd,nd->n", vectors[first, 0], vectors[second, place]).astype(float),
            same,
            folds,
        )
        for place, name in enumerate(CONDITIONS)
    }


def watched_rates(vectors: Vectors, labels: NDArray[np.int64]) -> dict[str, float]:
    """Return TAR at FAR 1 % of all pairs of different photos, the first as it is, by condition, and
    their mean."""
    first, second = np.triu_indices(len(labels), 1)
    same = labels[first] == labels[second]
    rates = {}
    for place, name in enumerate(CONDITIONS):
        scores = np.einsum("nd,nd->n", vectors[first, 0], vectors[second, place]).astype(float)
        rates[f"watched_tar {name}"] = curves.tar_at_far(curves.roc(scores, same), FAR)
    return {"watched_tar": float(np.mean(list(rates.values())))} | rates
