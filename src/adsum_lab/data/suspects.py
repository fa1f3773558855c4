"""Photos that may lie in the wrong folder, and photos that are nearly the same, by what a
recogniser sees."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from adsum.vision.enrolment import EnrolmentRule
from adsum_lab.data.faces import Faces

# A photo this much nearer (cosine) to another person's photos than to its own folder's is suspect.
LEAD = 0.1
# Rows compared at once: bounds the memory that a large tree takes.
CHUNK = 512


def suspects(faces: Faces, vectors: NDArray[np.float32]) -> list[str]:
    """Return what is odd, in words: each photo that resembles another folder more than its own
    (what a mislabelled face looks like), and each pair that is one photo twice, re-encoded or
    resized (which would tell a test what it was trained on).

    vectors: the faces' unit vectors, n x d.
    """
    rule, words = EnrolmentRule(), []
    for row, similar in _rows(vectors):
        similar[row] = -1
        own = faces.labels == faces.labels[row]
        words += [
            f"{faces.sources[row]} and {faces.sources[other]} are nearly the same photo"
            for other in np.flatnonzero(similar >= rule.duplicate)
            if other > row
        ]
        if own.all():
            continue
        nearest = int(np.where(own, -1, similar).argmax())
        # Somebody with a single photo has no own folder to resemble.
        near_own = float(similar[own].max()) if own.sum() > 1 else -1.0
        claimed = similar[nearest] >= rule.claimed and similar[nearest] < rule.duplicate
        if claimed and similar[nearest] > near_own + LEAD:
            name = faces.names[faces.labels[nearest]]
            words.append(f"{faces.sources[row]} looks like {name}: is it in the right folder?")
    return words


def _rows(vectors: NDArray[np.float32]) -> Iterator[tuple[int, NDArray[np.float32]]]:
    for start in range(0, len(vectors), CHUNK):
        block = vectors[start : start + CHUNK] @ vectors.T
        for offset, similar in enumerate(block):
            yield start + offset, similar
