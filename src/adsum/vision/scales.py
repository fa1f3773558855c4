"""Detection at a bounded size, so that a large photo costs no more than it must."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from adsum.vision.stages import Detector
from adsum.vision.types import Box, Face, Image, Points

# Above this overlap (intersection over union) two boxes are the same face.
SAME_FACE_IOU = 0.4


class ScaledDetector:
    """Runs a detector on copies of the image whose longest side is bounded, and merges the answers.

    A detector trained on small pictures misses a face that fills a large photo, and a small copy
    loses the faces at the back; so a photo larger than the first bound is looked at once per
    bound. A picture within the first bound is looked at once, as it is.
    """

    def __init__(self, detector: Detector, longest_sides: Sequence[int] = (640, 1280)) -> None:
        self._detector = detector
        self._bounds = tuple(sorted(longest_sides))

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image` in its own pixels, most confident first."""
        longest = max(image.shape[:2])
        found: list[Face] = []
        for bound in self._bounds:
            found += self._detect_at(image, min(1.0, bound / longest))
            if longest <= bound:
                break
        return suppress(found)

    def _detect_at(self, image: Image, scale: float) -> list[Face]:
        if scale == 1.0:
            return self._detector.detect(image)
        size = (max(1, round(image.shape[1] * scale)), max(1, round(image.shape[0] * scale)))
        small = np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
        return [_enlarge(face, 1 / scale) for face in self._detector.detect(small)]


def _enlarge(face: Face, by: float) -> Face:
    box = face.box
    landmarks: Points = (face.landmarks * by).astype(np.float32)
    return Face(
        Box(box.x * by, box.y * by, box.width * by, box.height * by), landmarks, face.confidence
    )


def suppress(faces: Sequence[Face], overlap: float = SAME_FACE_IOU) -> list[Face]:
    """Keep the most confident of faces that overlap by more than `overlap` (greedy NMS)."""
    kept: list[Face] = []
    for face in sorted(faces, key=lambda f: -f.confidence):
        if all(iou(face.box, other.box) <= overlap for other in kept):
            kept.append(face)
    return kept


def iou(a: Box, b: Box) -> float:
    """Intersection over union of two boxes, 0 to 1."""
    across = min(a.x + a.width, b.x + b.width) - max(a.x, b.x)
    down = min(a.y + a.height, b.y + b.height) - max(a.y, b.y)
    if across <= 0 or down <= 0:
        return 0.0
    shared = across * down
    return shared / (a.area + b.area - shared)
