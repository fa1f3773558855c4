"""dlib's frontal face detector: histograms of oriented gradients and a linear classifier (N. Dalal,
B. Triggs, CVPR 2005; D. King, "Max-Margin Object Detection", 2015). Needs the extra `dlib`."""

from __future__ import annotations

import threading

import numpy as np

from adsum.models.extras import require
from adsum.vision.meanface import IN_HOG_BOX, landmarks_in
from adsum.vision.types import Box, Face, Image

# The detector's score has no upper bound; this squeezes it into 0 to 1 (0 becomes one half).
_SLOPE = 1.0


class DlibHog:
    """Detector of upright frontal faces from about 80 pixels (40 with one enlargement) upwards.

    It finds boxes only: the landmarks are those of a mean face in the box. dlib's object is not
    safe to share between threads, so every thread has its own.
    """

    def __init__(self, *, enlarge: int = 1) -> None:
        self._dlib = require("dlib", "dlib")
        self._enlarge = enlarge
        self._local = threading.local()

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image` (BGR), most confident first."""
        detector = getattr(self._local, "detector", None)
        if detector is None:
            detector = self._local.detector = self._dlib.get_frontal_face_detector()
        rgb = np.ascontiguousarray(image[:, :, ::-1])
        rectangles, scores, _ = detector.run(rgb, self._enlarge, 0.0)
        faces = []
        for rectangle, score in zip(rectangles, scores, strict=True):
            box = Box(
                float(rectangle.left()),
                float(rectangle.top()),
                float(rectangle.width()),
                float(rectangle.height()),
            )
            confidence = float(1 / (1 + np.exp(-_SLOPE * score)))
            faces.append(Face(box, landmarks_in(box, IN_HOG_BOX), confidence))
        return sorted(faces, key=lambda face: -face.confidence)
