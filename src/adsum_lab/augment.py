"""Augmentation: how else the same face could have been photographed.

Each change has an amount in `Amounts`, 0 for none. All are drawn from one generator, so the same
seed
gives the same picture.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.vision.drawn_masks import drawn_masks
from adsum.vision.dress import dress
from adsum.vision.types import Image, Points


@dataclass(frozen=True, slots=True)
class Amounts:
    """zoom: share larger or smaller. rotation: degrees. shift: share of the side. brightness,
    saturation: share more or less. flip, blur, occlusion, masks: how often, 0 to 1."""

    zoom: float = 0.0
    rotation: float = 0.0
    shift: float = 0.0
    brightness: float = 0.0
    saturation: float = 0.0
    flip: float = 0.0
    blur: float = 0.0
    occlusion: float = 0.0
    masks: float = 0.0


class Train:
    """Changes a picture at random."""

    def __init__(self, amounts: Amounts) -> None:
        self._amounts = amounts
        self._masks = drawn_masks()

    def __call__(self, picture: Image, landmarks: Points, random: np.random.Generator) -> Image:
        """Return a changed copy of `picture` (BGR); its 5 `landmarks` say where a mask would
        sit."""
        amounts = self._amounts
        if random.random() < amounts.masks:
            mask = self._masks[int(random.integers(len(self._masks)))]
            picture = dress(picture, landmarks, mask, float(random.uniform(0.95, 1.15)))
        picture = self._moved(picture, random)
        if random.random() < amounts.flip:
            picture = np.ascontiguousarray(picture[:, ::-1])
        picture = self._lit(picture, random)
        if random.random() < amounts.blur:
            blurred = cv2.GaussianBlur(picture, (0, 0), float(random.uniform(0.5, 2.0)))
            picture = np.asarray(blurred, np.uint8)
        if random.random() < amounts.occlusion:
            picture = _covered(picture, random)
        return picture

    def _moved(self, picture: Image, random: np.random.Generator) -> Image:
        side, amounts = picture.shape[0], self._amounts
        angle = float(random.uniform(-amounts.rotation, amounts.rotation))
        scale = float(np.exp(random.uniform(-amounts.zoom, amounts.zoom)))
        matrix = cv2.getRotationMatrix2D((side / 2, side / 2), angle, scale)
        matrix[:, 2] += random.uniform(-amounts.shift, amounts.shift, 2) * side
        moved = cv2.warpAffine(picture, matrix, (side, side), borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(moved, np.uint8)

    def _lit(self, picture: Image, random: np.random.Generator) -> Image:
        amounts = self._amounts
        light = picture.astype(np.float32)
        light *= 1 + random.uniform(-amounts.brightness, amounts.brightness)
        grey = light.mean(axis=2, keepdims=True)
        light = grey + (light - grey) * (
            1 + random.uniform(-amounts.saturation, amounts.saturation)
        )
        return np.asarray(np.clip(np.rint(light), 0, 255), np.uint8)


class Masked:
    """Dresses every picture with a mask: how test photos are covered."""

    def __init__(self) -> None:
        self._masks = drawn_masks()

    def __call__(self, picture: Image, landmarks: Points, random: np.random.Generator) -> Image:
        return dress(picture, landmarks, self._masks[int(random.integers(len(self._masks)))])


def as_input(pictures: NDArray[np.uint8]) -> NDArray[np.float32]:
    """Return pictures (n x height x width x 3, BGR) as nets take them: n x 3 x height x width, RGB,
    (x - 127.5) / 128."""
    channels = pictures[..., ::-1].transpose(0, 3, 1, 2).astype(np.float32)
    return np.ascontiguousarray((channels - 127.5) / 128)


def _covered(picture: Image, random: np.random.Generator) -> Image:
    """Return the picture with a rectangle of noise's mean over a part of it (random erasing)."""
    side = picture.shape[0]
    height, width = random.integers(side // 8, side // 3, 2)
    top, left = random.integers(0, side - height), random.integers(0, side - width)
    covered = picture.copy()
    covered[top : top + height, left : left + width] = random.integers(0, 256, 3)
    return covered
