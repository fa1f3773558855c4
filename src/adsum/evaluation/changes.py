"""What is done to photos to see when recognition fails: masks, smaller faces, blur, bad light."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from pathlib import Path

import cv2
import numpy as np

from adsum.vision.choose import main_face
from adsum.vision.dress import Mask, dress
from adsum.vision.stages import Detector
from adsum.vision.types import Image

PictureChange = Callable[[Image], Image]


class Dresser:
    """Dresses the main face of each photo with one of several masks.

    The mask is placed by the landmarks that `detector` finds on the bare face; which mask follows
    from the file's name, so that every run dresses a photo alike. A photo without a face is left
    as it is.
    """

    def __init__(self, detector: Detector, masks: Sequence[Mask], size: float = 1.0) -> None:
        self._detector = detector
        self._masks = masks
        self._size = size

    def __call__(self, path: Path, image: Image) -> Image:
        face = main_face(self._detector.detect(image), image)
        if face is None:
            return image
        mask = self._masks[zlib.crc32(path.name.encode()) % len(self._masks)]
        return dress(image, face.landmarks, mask, self._size)


def smaller(factor: float) -> PictureChange:
    """Shrink the picture: a face farther away."""

    def change(image: Image) -> Image:
        size = (max(1, round(image.shape[1] * factor)), max(1, round(image.shape[0] * factor)))
        return np.asarray(cv2.resize(image, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)

    return change


def blurred(sigma: float) -> PictureChange:
    """Blur with a Gaussian of `sigma` pixels: a face out of focus."""

    def change(image: Image) -> Image:
        return np.asarray(cv2.GaussianBlur(image, (0, 0), sigma), dtype=np.uint8)

    return change


def lit(gain: float) -> PictureChange:
    """Multiply the light by `gain` and clip, with the camera's noise (3 grey levels) after it."""

    def change(image: Image) -> Image:
        noise = np.random.default_rng(image.shape[0]).normal(0, 3, image.shape)
        return np.clip(np.rint(image * gain + noise), 0, 255).astype(np.uint8)

    return change


def side_lit(strength: float) -> PictureChange:
    """Darken from left to right, down to 1 - `strength` of the light: a lamp at the side."""

    def change(image: Image) -> Image:
        ramp = np.linspace(1, 1 - strength, image.shape[1])[None, :, None]
        return np.clip(np.rint(image * ramp), 0, 255).astype(np.uint8)

    return change
