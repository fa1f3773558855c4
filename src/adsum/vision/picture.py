"""A frame of a video, converted only as far as it is needed.

Most frames are looked at small, to find and follow faces; only a face that is to be recognised
needs all pixels.
"""

from __future__ import annotations

from typing import Protocol

import cv2
import numpy as np

from adsum.vision.types import Image


class Picture(Protocol):
    """A picture in two sizes."""

    @property
    def size(self) -> tuple[int, int]:
        """Width and height of the whole picture in pixels."""
        ...

    def small(self, longest: int) -> Image:
        """Return it (BGR) with a longest side of at most `longest` pixels."""
        ...

    def full(self) -> Image:
        """Return the whole picture (BGR)."""
        ...


class WholePicture:
    """A picture that is there as an array (BGR)."""

    def __init__(self, image: Image) -> None:
        self._image = image

    @property
    def size(self) -> tuple[int, int]:
        return self._image.shape[1], self._image.shape[0]

    def small(self, longest: int) -> Image:
        width, height = bounded(self.size, longest)
        if (width, height) == self.size:
            return self._image
        small = cv2.resize(self._image, (width, height), interpolation=cv2.INTER_AREA)
        return np.asarray(small, np.uint8)

    def full(self) -> Image:
        return self._image


def bounded(size: tuple[int, int], longest: int) -> tuple[int, int]:
    """Return `size` (width, height), scaled down so that no side is longer than `longest`."""
    scale = min(1.0, longest / max(size))
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
