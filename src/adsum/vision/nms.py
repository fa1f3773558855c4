"""Non-maximum suppression on arrays, for detectors that propose hundreds of boxes."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def suppressed(
    corners: NDArray[np.float32],
    scores: NDArray[np.float32],
    overlap: float,
    *,
    within_smaller: bool = False,
) -> list[int]:
    """Return the indices that greedy suppression keeps, best score first.

    corners: n x 4 (left, top, right, bottom). A box goes if it overlaps a kept one by more than
    `overlap`: intersection over union or, `within_smaller`, over the smaller box's area (then, as
    in MTCNN's last stage, corners are whole pixels that belong to the box).
    """
    pixel = 1.0 if within_smaller else 0.0
    boxes = corners.astype(np.float64)
    area = (boxes[:, 2] - boxes[:, 0] + pixel) * (boxes[:, 3] - boxes[:, 1] + pixel)
    left = np.argsort(-scores, kind="stable")
    kept: list[int] = []
    while len(left):
        best, left = int(left[0]), left[1:]
        kept.append(best)
        low = np.maximum(boxes[best, :2], boxes[left, :2])
        high = np.minimum(boxes[best, 2:], boxes[left, 2:])
        shared = np.clip(high - low + pixel, 0, None).prod(axis=1)
        if within_smaller:
            share = shared / np.minimum(area[best], area[left])
        else:
            share = shared / (area[best] + area[left] - shared)
        left = left[share <= overlap]
    return kept
