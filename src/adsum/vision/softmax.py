"""A softmax classifier over embeddings, as tutorials put one on top of FaceNet, with an answer for
strangers.

Weights are unit vectors and logits are cosines times a scale (F. Wang et al., "NormFace", ACM MM
2017). One more class, "unknown", has a constant logit: whoever is nearer to it than to anybody is a
stranger (the background class of A. Dhamija et al., "Reducing Network Agnostophobia", NeurIPS
2018, without photos of its own). Without it a softmax must name somebody.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from adsum.vision.types import Vector

SCALE = 24.0
# The cosine of the unknown class. At 0.5 a face as similar as the default threshold asks is as
# likely the person as a stranger.
UNKNOWN = 0.5
STEPS, RATE = 60, 0.05


class SoftmaxClassifier:
    """The chance of each person that a probe is them, rather than another or a stranger."""

    def __init__(self, people: Sequence[Vector]) -> None:
        """Train on the unit vectors of `people` (n x d each)."""
        templates = np.concatenate(people).astype(np.float64)
        truth = np.repeat(np.arange(len(people)), [len(rows) for rows in people])
        start = np.stack([rows.mean(axis=0) for rows in people]).astype(np.float64)
        self._weights = _train(templates, truth, start).astype(np.float32)

    def __call__(self, probes: Vector) -> Vector:
        """Return probes x people: chances, 0 to 1; what is missing to 1 is the stranger's."""
        return np.asarray(_chances(probes @ self._weights.T), dtype=np.float32)


def _chances(cosines: NDArray[np.floating]) -> NDArray[np.floating]:
    top = np.maximum(cosines.max(axis=1, keepdims=True), UNKNOWN)
    lifted = np.exp(SCALE * (cosines - top))
    return np.asarray(
        lifted / (lifted.sum(axis=1, keepdims=True) + np.exp(SCALE * (UNKNOWN - top)))
    )


def _train(
    templates: NDArray[np.float64], truth: NDArray[np.intp], start: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return unit weights that lessen the cross-entropy (Adam: D. Kingma, J. Ba, 2015)."""
    weights = _unit(start)
    first, second = np.zeros_like(weights), np.zeros_like(weights)
    rows = np.arange(len(templates))
    for step in range(1, STEPS + 1):
        error = _chances(templates @ weights.T)
        error[rows, truth] -= 1
        slope = SCALE * error.T @ templates / len(templates) * len(weights)
        # Only what turns a weight changes a cosine.
        slope -= weights * np.sum(slope * weights, axis=1, keepdims=True)
        first = 0.9 * first + 0.1 * slope
        second = 0.999 * second + 0.001 * slope**2
        move = (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
        weights = _unit(weights - RATE / np.sqrt(weights.shape[1]) * move)
    return weights


def _unit(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True))
