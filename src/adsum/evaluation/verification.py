"""Verification, "are these two photos of one person?", as LFW's View 2 measures it.

Each fold is decided with the threshold that was best on all the other folds, so no fold is judged
by a threshold that has seen it. With a single fold there is no other: its own best threshold is
used, and the result says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum.evaluation import curves
from adsum.evaluation.curves import Labels, Scores
from adsum.evaluation.embed import Embedded, PhotoEmbedder, Progress
from adsum.evaluation.pairs import Pair, Photo, find_photos, read_pairs

FARS = (0.01, 0.001)
# The similarity of a pair with a photo in which no face was found: the least there is.
NO_FACE = -1.0


@dataclass(frozen=True, slots=True)
class Fold:
    """The accuracy on one fold, at the threshold chosen for it."""

    accuracy: float
    threshold: float


@dataclass(frozen=True, slots=True, eq=False)
class Verification:
    """The result on scored pairs.

    accuracy_mean, accuracy_std: over the folds; the sample standard deviation (divided by the
        number of folds less one), 0 for one fold. LFW's own "plus or minus" is the standard error,
        `accuracy_std` divided by the root of the number of folds.
    threshold: mean of the folds' thresholds.
    tar_at_far: the largest TAR of any threshold with at most that FAR, on all pairs together.
    """

    folds: tuple[Fold, ...]
    tar_at_far: dict[str, float]
    auc: float
    eer: float
    scores: Scores
    same: Labels

    @property
    def accuracy_mean(self) -> float:
        return float(np.mean([fold.accuracy for fold in self.folds]))

    @property
    def accuracy_std(self) -> float:
        if len(self.folds) == 1:
            return 0.0
        return float(np.std([fold.accuracy for fold in self.folds], ddof=1))

    @property
    def accuracy_standard_error(self) -> float:
        return self.accuracy_std / float(np.sqrt(len(self.folds)))

    @property
    def threshold(self) -> float:
        return float(np.mean([fold.threshold for fold in self.folds]))

    @property
    def threshold_from(self) -> str:
        """What each fold's threshold was chosen on: `other_folds`, or `same_fold` if alone."""
        return "other_folds" if len(self.folds) > 1 else "same_fold"

    def to_json(self) -> dict[str, Any]:
        return {
            "accuracy_mean": self.accuracy_mean,
            "accuracy_std": self.accuracy_std,
            "accuracy_standard_error": self.accuracy_standard_error,
            "threshold": self.threshold,
            "threshold_from": self.threshold_from,
            "tar_at_far": self.tar_at_far,
            "auc": self.auc,
            "eer": self.eer,
            "pairs": len(self.scores),
            "folds": [{"accuracy": f.accuracy, "threshold": f.threshold} for f in self.folds],
        }


@dataclass(frozen=True, slots=True, eq=False)
class VerificationRun:
    """A result with what it took: photos, how many failed, seconds."""

    result: Verification
    photos: Embedded

    def to_json(self) -> dict[str, Any]:
        return {"protocol": "verification"} | self.result.to_json() | self.photos.to_json()


def verify(scores: Scores, same: Labels, folds: NDArray[np.intp]) -> Verification:
    """Apply the protocol to pairs with these scores, labels and fold numbers.

    Raises:
        NothingToMeasure: no same pair or no different pair.
    """
    curve = curves.roc(scores, same)
    return Verification(
        tuple(_fold(scores, same, folds == fold) for fold in np.unique(folds)),
        curves.keyed(FARS, [curves.tar_at_far(curve, far) for far in FARS]),
        curves.area_under(curve),
        curves.equal_error_rate(curve),
        scores,
        same,
    )


def _fold(scores: Scores, same: Labels, inside: Labels) -> Fold:
    training = inside if inside.all() else ~inside
    threshold = curves.best_threshold(scores[training], same[training])
    return Fold(curves.accuracy(scores[inside], same[inside], threshold), threshold)


def evaluate(
    images: Path, pairs_file: Path, embedder: PhotoEmbedder, progress: Progress | None = None
) -> VerificationRun:
    """Embed every photo that the list names and measure verification on its pairs.

    Raises:
        MalformedPairs, MissingPhotos: see `pairs`.
    """
    pairs = read_pairs(pairs_file)
    files = find_photos(images, pairs)
    return measure(pairs, files, embedder.embed(list(files.values()), progress))


def measure(pairs: Sequence[Pair], files: dict[Photo, Path], photos: Embedded) -> VerificationRun:
    """Apply the protocol to the embedded photos of `pairs`."""
    result = verify(
        _score(pairs, files, photos),
        np.array([pair.same for pair in pairs], dtype=np.bool_),
        np.array([pair.fold for pair in pairs], dtype=np.intp),
    )
    return VerificationRun(result, photos)


def _score(pairs: Sequence[Pair], files: dict[Photo, Path], photos: Embedded) -> Scores:
    """Return the cosine of each pair, `NO_FACE` where a photo has no embedding."""
    scores = np.full(len(pairs), NO_FACE)
    for number, pair in enumerate(pairs):
        first = photos.embeddings.get(files[pair.first])
        second = photos.embeddings.get(files[pair.second])
        if first is not None and second is not None:
            scores[number] = float(first.vector @ second.vector)
    return scores
