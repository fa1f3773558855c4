"""The LBP cascade of scikit-image: a boosted cascade on local binary patterns (P. Viola, M. Jones,
IJCV 57(2), 2004; S. Liao et al., ICB 2007). Needs the extra `skimage`."""

from __future__ import annotations

from importlib import metadata
from pathlib import Path

import cv2

from adsum.models.extras import require
from adsum.vision.meanface import IN_LBP_BOX, landmarks_in
from adsum.vision.scales import suppress
from adsum.vision.types import Box, Face, Image

_FILE = "skimage/data/lbpcascade_frontalface_opencv.xml"
# A cascade only says yes or no.
CONFIDENCE = 0.5


class LbpCascade:
    """Detector of upright frontal faces. It finds boxes only: the landmarks are those of a mean
    face in the box, every confidence is one half."""

    def __init__(self, *, min_face: int = 40) -> None:
        feature = require("skimage.feature", "skimage")
        path = Path(str(metadata.distribution("scikit-image").locate_file(_FILE)))
        self._cascade = feature.Cascade(str(path))
        self._min_face = min_face

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image` (BGR), the largest first."""
        shorter = min(image.shape[:2])
        if shorter < self._min_face:
            return []
        found = self._cascade.detect_multi_scale(
            cv2.cvtColor(image, cv2.COLOR_BGR2GRAY),
            scale_factor=1.1,
            step_ratio=1,
            min_size=(self._min_face, self._min_face),
            max_size=(shorter, shorter),
        )
        boxes = [
            Box(float(w["c"]), float(w["r"]), float(w["width"]), float(w["height"])) for w in found
        ]
        boxes.sort(key=lambda box: -box.area)
        return suppress([Face(box, landmarks_in(box, IN_LBP_BOX), CONFIDENCE) for box in boxes])
