"""SFace embedder: Y. Zhong, W. Deng et al., "SFace: Sigmoid-Constrained Hypersphere Loss for
Robust Face Recognition", IEEE TIP 30, 2021. Weights: OpenCV model zoo, 2021dec, Apache-2.0.

Input RGB, 0 to 255 (the network normalises by itself), 112 x 112, aligned to the ArcFace template.
"""

from __future__ import annotations

import numpy as np

from adsum.models.runtime import Runtime
from adsum.models.weights import SFACE
from adsum.vision.align import align
from adsum.vision.types import Embedding, Face, Image, RecogniserId


class SFace:
    """Embedder of 128 numbers."""

    def __init__(self, runtime: Runtime) -> None:
        self._session = runtime.compile(SFACE, (1, 3, 112, 112))
        self.made_by = RecogniserId("sface", "2021dec", runtime.precision)

    def embed(self, image: Image, face: Face) -> Embedding:
        """Return the embedding of `face` in `image` (BGR)."""
        rgb = align(image, face.landmarks)[:, :, ::-1]
        batch = np.ascontiguousarray(rgb.transpose(2, 0, 1)[None], dtype=np.float32)
        vector = self._session.run(batch, ["fc1"])["fc1"][0]
        unit = vector / np.linalg.norm(vector)
        return Embedding(unit.astype(np.float32), self.made_by)
