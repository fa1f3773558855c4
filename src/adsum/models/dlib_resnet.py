"""dlib's face recognition network: a ResNet of 29 layers (D. King, 2017). Needs the extra `dlib`.

Input RGB, a chip of 150 x 150 that dlib cuts by its own five landmarks (the corners of the eyes and
the base of the nose), found in a box like those of its frontal detector.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from adsum.models import weights
from adsum.models.dlib_landmarks import dlib_rectangle
from adsum.models.extras import require
from adsum.models.weights import DLIB_5, DLIB_RESNET
from adsum.vision.types import Embedding, Face, Image, RecogniserId, Vector

# dlib compares by Euclidean distance of vectors that all lie on one side of the origin. Less this
# mean, cosines tell people apart as well as distances do.
CHIP, PADDING = 150, 0.25


class DlibResNet:
    """Embedder of 128 numbers, of unit length after the mean of all faces is taken off."""

    made_by = RecogniserId("dlib-resnet", "v1", "f32")

    def __init__(self, mean: Vector | None = None) -> None:
        self._dlib = require("dlib", "dlib")
        self._mean = np.zeros(128, np.float32) if mean is None else mean
        for row in (DLIB_5, DLIB_RESNET):
            weights.read(row)
        self._local = threading.local()

    def embed(self, image: Image, face: Face) -> Embedding:
        """Return the embedding of `face` in `image` (BGR)."""
        vector = self.raw(image, face) - self._mean
        unit = vector / np.linalg.norm(vector)
        return Embedding(unit.astype(np.float32), self.made_by)

    def raw(self, image: Image, face: Face) -> Vector:
        """Return dlib's own 128 numbers."""
        predictor, network = self._models()
        rgb = np.ascontiguousarray(image[:, :, ::-1])
        shape = predictor(rgb, dlib_rectangle(self._dlib, face.box))
        chip = self._dlib.get_face_chip(rgb, shape, size=CHIP, padding=PADDING)
        return np.array(network.compute_face_descriptor(chip), dtype=np.float32)

    def _models(self) -> tuple[Any, Any]:
        # dlib's networks keep state while they compute: each thread needs its own.
        if not hasattr(self._local, "models"):
            self._local.models = (
                self._dlib.shape_predictor(str(weights.locate(DLIB_5))),
                self._dlib.face_recognition_model_v1(str(weights.locate(DLIB_RESNET))),
            )
        models: tuple[Any, Any] = self._local.models
        return models
