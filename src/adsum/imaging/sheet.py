"""Pictures side by side."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from adsum.vision.types import Image


def side_by_side(pictures: Sequence[Image], *, height: int = 480, gap: int = 12) -> Image:
    """Return one picture with all `pictures` (BGR) in a row, scaled to `height` pixels, on
    white."""
    row: list[Image] = []
    for picture in pictures:
        width = max(1, round(picture.shape[1] * height / picture.shape[0]))
        scaled = cv2.resize(picture, (width, height), interpolation=cv2.INTER_AREA)
        row += [np.full((height, gap, 3), 255, np.uint8), np.asarray(scaled, np.uint8)]
    return np.ascontiguousarray(np.concatenate(row[1:], axis=1))
