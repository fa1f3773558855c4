"""dlib's 68 landmarks (V. Kazemi, J. Sullivan, CVPR 2014), and OpenFace's crop by them. Needs the
extra `dlib`. The landmark file was trained on iBUG 300-W: not for commercial use.
"""

from __future__ import annotations

import threading
from typing import Any

import numpy as np

from adsum.models import weights
from adsum.models.extras import require
from adsum.models.weights import DLIB_68
from adsum.vision.aligners import openface_crop
from adsum.vision.types import Box, Face, Image, Points

# YuNet's box to the one that dlib's detector would have drawn (means over 139 faces of LFW).
SIDE, DOWN, RIGHT = 0.985, 0.034, -0.038


def dlib_rectangle(dlib: Any, box: Box) -> Any:
    """Return the rectangle that dlib's own detector would have drawn around the face in `box`."""
    half = SIDE * float(np.sqrt(box.area)) / 2
    x, y = box.centre
    x, y = x + RIGHT * box.width, y + DOWN * box.height
    return dlib.rectangle(*(round(v) for v in (x - half, y - half, x + half, y + half)))


class Dlib68:
    """Finds 68 landmarks in a face's box."""

    def __init__(self) -> None:
        self._dlib = require("dlib", "dlib")
        weights.read(DLIB_68)
        self._path = str(weights.locate(DLIB_68))
        self._local = threading.local()

    def landmarks(self, image: Image, box: Box) -> Points:
        """Return the landmarks (68 x 2, pixels) of the face in `box` of `image` (BGR)."""
        # Each thread its own, as with all of dlib's models.
        if not hasattr(self._local, "predictor"):
            self._local.predictor = self._dlib.shape_predictor(self._path)
        rgb = np.ascontiguousarray(image[:, :, ::-1])
        shape = self._local.predictor(rgb, dlib_rectangle(self._dlib, box))
        return np.array([(part.x, part.y) for part in shape.parts()], dtype=np.float32)


class OpenFaceAligner:
    """Aligner of OpenFace's network: the outer corners of the eyes and the nose to fixed places."""

    def __init__(self, size: int = 96) -> None:
        self._size, self._finder = size, Dlib68()

    def crop(self, image: Image, face: Face) -> Image:
        """Return the `size` x `size` crop of `face`."""
        return openface_crop(image, self._finder.landmarks(image, face.box), self._size)
