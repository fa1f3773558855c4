"""Two embedders as one: score fusion by concatenation.

With unit vectors a and b, the vector (sqrt(w) a, sqrt(1 - w) b) has unit length, and the cosine of
two such vectors is w times the first embedder's cosine plus 1 - w times the second's. So fused
scores need no other gallery, search or threshold code.
"""

from __future__ import annotations

import numpy as np

from adsum.vision.stages import Embedder
from adsum.vision.types import Embedding, Face, Image, RecogniserId, Vector


class FusedEmbedder:
    """The weighted sum of two embedders' similarities, as an embedder."""

    def __init__(self, first: Embedder, second: Embedder, share: float = 0.5) -> None:
        """`share` (0 to 1) is the weight of the first embedder's cosine."""
        self._first, self._second, self._share = first, second, share
        a, b = first.made_by, second.made_by
        self.made_by = RecogniserId(
            f"{a.model}+{b.model}", f"{a.version}+{b.version}@{share:g}", a.precision
        )

    def embed(self, image: Image, face: Face) -> Embedding:
        """Return the joint embedding of `face` in `image` (BGR)."""
        first = self._first.embed(image, face).vector
        second = self._second.embed(image, face).vector
        return Embedding(fused(first, second, self._share), self.made_by)


def fused(first: Vector, second: Vector, share: float) -> Vector:
    """Return the unit vector whose cosines are `share` of the first's and the rest the second's."""
    joint = np.concatenate([first * np.sqrt(share), second * np.sqrt(1 - share)], axis=-1)
    return np.asarray(joint, dtype=np.float32)
