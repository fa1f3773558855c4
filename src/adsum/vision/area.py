"""Resampling many boxes of one picture by area, from one integral image.

Each output pixel is the mean of the input pixels that its cell touches: cell i of n over a length l
spans floor(i l / n) to ceil((i + 1) l / n). That is "adaptive average pooling", which the MTCNN
family resamples with; where the box is smaller than the output, pixels are repeated.
"""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.vision.types import Image

Boxes = NDArray[np.intp]
"""n x 4: left, top, right, bottom in whole pixels, right and bottom excluded."""


class AreaSampler:
    """The integral of one image, ready to be sampled."""

    def __init__(self, image: Image) -> None:
        self._sums = cv2.integral(image, sdepth=cv2.CV_64F)

    def sample(self, boxes: Boxes, height: int, width: int) -> NDArray[np.float32]:
        """Return n x 3 x `height` x `width`: each box, which must lie inside the image and not be
        empty, shrunk or stretched to that size. Channels in the image's order."""
        top, bottom = _cells(boxes[:, 1], boxes[:, 3], height)
        left, right = _cells(boxes[:, 0], boxes[:, 2], width)
        y0, y1 = top[:, :, None], bottom[:, :, None]
        x0, x1 = left[:, None, :], right[:, None, :]
        s = self._sums
        total = s[y1, x1] - s[y0, x1] - s[y1, x0] + s[y0, x0]
        means = total / ((y1 - y0) * (x1 - x0))[..., None]
        return np.ascontiguousarray(means.transpose(0, 3, 1, 2), dtype=np.float32)


def _cells(start: Boxes, end: Boxes, count: int) -> tuple[Boxes, Boxes]:
    """Return for each box the first and the last-but-one pixel of its `count` cells."""
    length = (end - start)[:, None]
    cell = np.arange(count)[None]
    first = cell * length // count
    last = -(-(cell + 1) * length // count)
    return start[:, None] + first, start[:, None] + last
