"""How similar is a face to a person of whom there are several photos? The ways to answer.

A matcher takes the enrolled templates and returns a function from probes (m x d unit vectors) to
similarities (m x people).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from adsum.vision.mlp import MlpClassifier
from adsum.vision.softmax import SoftmaxClassifier
from adsum.vision.types import Vector

Score = Callable[[Vector], Vector]


def fuse(vectors: Vector) -> Vector:
    """Return the normalised mean of unit `vectors` (n x d)."""
    mean = vectors.mean(axis=0)
    length = float(np.linalg.norm(mean))
    return np.asarray(mean / length if length > 0 else vectors[0], dtype=np.float32)


@dataclass(frozen=True, slots=True)
class View:
    """The mean of two views of a person, `nearest` parts of the nearest template's cosine (some
    photo may show this very pose) and the rest of the fused template's (their normalised mean, in
    which what is peculiar to single photos cancels out).

    euclidean: as 1 - distance / 2 instead of the cosine, for distances between unit vectors go
    from 0 to 2; 0.5 is then a distance of 1 and also a cosine of 0.5.
    """

    nearest: float
    euclidean: bool = False

    def cosine(self, nearest: Vector, fused: Vector) -> Vector:
        """Return the weighted mean of the cosines to the nearest and to the fused template."""
        return np.asarray(self.nearest * nearest + (1 - self.nearest) * fused, dtype=np.float32)

    def similarity(self, cosine: Vector) -> Vector:
        """Return what is compared with the threshold; it rises with the cosine."""
        if not self.euclidean:
            return cosine
        return np.asarray(1 - np.sqrt(np.maximum(0, 2 - 2 * cosine)) / 2, dtype=np.float32)

    def __call__(self, people: Sequence[Vector]) -> Score:
        """Prepare for the templates of `people` (n x d each)."""
        templates = np.concatenate(people)
        fused = np.stack([fuse(rows) for rows in people])
        starts = np.cumsum([0, *(len(rows) for rows in people[:-1])])

        def score(probes: Vector) -> Vector:
            nearest = np.maximum.reduceat(probes @ templates.T, starts, axis=1)
            return self.similarity(self.cosine(nearest, probes @ fused.T))

        return score


Matcher = View | type[SoftmaxClassifier] | type[MlpClassifier]
BLEND, NEAREST, EUCLIDEAN, MEAN = View(0.5), View(1.0), View(1.0, euclidean=True), View(0.0)
MATCHERS: dict[str, Matcher] = {
    "blend": BLEND,
    "nearest": NEAREST,
    "euclidean": EUCLIDEAN,
    "mean": MEAN,
    "softmax": SoftmaxClassifier,
    "mlp": MlpClassifier,
}
