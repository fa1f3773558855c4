"""Landmarks refined, and masks noticed: Adsum's own small network.

A detector's landmarks slip on a face whose nose and mouth are covered. This network looks at the
roughly aligned face and says where the five landmarks would be, and whether a mask covers them. It
was trained on photos dressed with masks (recipe: docs/recipes/landmark-refiner.md).

Input BGR, (x - 127.5) / 128, 96 x 96: the ArcFace frame at three quarters, middle on middle.
Output 11 numbers: five landmarks (x, y) in units of 24 pixels from the middle, the mask's logit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.models.runtime import Runtime
from adsum.models.weights import REFINER, read
from adsum.vision.align import ARCFACE_112, similarity
from adsum.vision.stages import Detector
from adsum.vision.types import Face, Image, Points

SIDE, SCALE, UNIT = 96, 0.75, 24.0
MIDDLE = 56.0
FRAME: Points = ((ARCFACE_112 - MIDDLE) * SCALE + SIDE / 2).astype(np.float32)
COVERED = 0.5


class LandmarkRefiner:
    """Turns rough landmarks into better ones. `passes`: each starts from the one before."""

    def __init__(self, runtime: Runtime, *, passes: int = 1) -> None:
        self._session = runtime.compile_model(REFINER.name, read(REFINER), (1, 3, SIDE, SIDE))
        self._passes = passes

    def refine(self, image: Image, landmarks: Points) -> tuple[Points, float]:
        """Return the landmarks (5 x 2) in `image` (BGR) and the chance that a mask covers them."""
        covered = 0.0
        for _ in range(self._passes):
            to_frame = similarity(landmarks, FRAME)
            answer = self._answer(image, to_frame)
            points = answer[:10].reshape(5, 2) * UNIT + SIDE / 2
            back = np.asarray(cv2.invertAffineTransform(to_frame))
            landmarks = (points @ back[:, :2].T + back[:, 2]).astype(np.float32)
            covered = float(1 / (1 + np.exp(-answer[10])))
        return landmarks, covered

    def _answer(self, image: Image, to_frame: NDArray[np.float64]) -> NDArray[np.float32]:
        crop = cv2.warpAffine(image, to_frame, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        planes = crop.transpose(2, 0, 1)[None]
        batch = np.ascontiguousarray((planes.astype(np.float32) - 127.5) / 128, dtype=np.float32)
        answers = self._session.run_in_order(batch)[0]
        return np.asarray(answers[0], dtype=np.float32)


class RefinedDetector:
    """A detector whose landmarks are refined: always, or where a mask covers the face."""

    def __init__(
        self, detector: Detector, refiner: LandmarkRefiner, *, only_covered: bool = True
    ) -> None:
        self._detector = detector
        self._refiner = refiner
        self._only_covered = only_covered

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image` (BGR), most confident first."""
        return self.refined(image, self._detector.detect(image))

    def refined(self, image: Image, faces: Sequence[Face]) -> list[Face]:
        """Return `faces` of `image` with their landmarks refined, in the same order."""
        answers = []
        for face in faces:
            landmarks, covered = self._refiner.refine(image, face.landmarks)
            keep = self._only_covered and covered < COVERED
            answers.append(
                replace(face, landmarks=face.landmarks if keep else landmarks, covered=covered)
            )
        return answers
