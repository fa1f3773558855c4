"""Photos as they are, with a mask, and small: cut out as FaceNet wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

from adsum.errors import AdsumError
from adsum.imaging.decode import PhotoDecoder
from adsum.vision.aligners import BoxMargin
from adsum.vision.choose import main_face
from adsum.vision.dress import Mask, dress
from adsum.vision.stages import Detector
from adsum.vision.types import Face, Image

CONDITIONS = ("as they are", "masked", "small")


@dataclass(frozen=True, slots=True)
class Shots:
    """Makes the pictures of one photo, one for each condition."""

    detector: Detector
    masks: Sequence[Mask]
    small: int

    def of(self, path: Path, seed: int) -> list[Image] | None:
        """Return the photo's face, 160 x 160 x 3 (BGR), under each condition; None if there is
        none.

        The face is found on the photo as it is: what is measured is the embedder, not whether a
        covered face is found.
        """
        try:
            image = PhotoDecoder().decode(path.read_bytes())
        except (OSError, AdsumError):
            return None
        face = main_face(self.detector.detect(image), image)
        if face is None:
            return None
        random = np.random.default_rng(seed)
        mask = self.masks[int(random.integers(len(self.masks)))]
        masked = dress(image, face.landmarks, mask, float(random.uniform(0.95, 1.15)))
        pictures = (image, masked, reduced(image, face, self.small))
        return [BoxMargin().crop(picture, face) for picture in pictures]


def reduced(image: Image, face: Face, height: int) -> Image:
    """Return the image with as little detail as if the face were `height` pixels high."""
    scale = min(1.0, height / face.box.height)
    tiny = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    size = (image.shape[1], image.shape[0])
    return np.asarray(cv2.resize(tiny, size, interpolation=cv2.INTER_LINEAR), np.uint8)
