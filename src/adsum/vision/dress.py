"""Dressing a face photo with a mask, placed by the face's own five landmarks.

A mask is a picture with transparency and six anchor points on it. Where the anchors lie on a face
is estimated in the frame of the ArcFace template and brought back to the photo; the mask's left
and right half are then warped by a homography each, so that it follows a turned head.
"""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.vision.align import ARCFACE_112, similarity
from adsum.vision.types import Image, Points

# In the 112 x 112 frame of the ArcFace template, for a frontal face: the mask's upper left corner,
# the bridge of the nose, the upper right corner, the lower left corner, the chin, the lower right
# corner. Left is the picture's.
FRONTAL: Points = np.array(
    [[17, 66], [56, 60], [95, 66], [26, 100], [56, 122], [86, 100]], dtype=np.float32
)
# How much of a turn of the head (nose's offset in half eye distances) the far cheek loses.
FORESHORTENING = 0.6
MOST_TURNED = 0.9
LEFT_HALF, RIGHT_HALF = (0, 1, 4, 3), (1, 2, 5, 4)


@dataclass(frozen=True, slots=True, eq=False)
class Mask:
    """A mask to dress with: `picture` is height x width x 4 (BGR and opacity, 0 to 255), `anchors`
    6 x 2 in its pixels, in the order of `FRONTAL`."""

    name: str
    picture: NDArray[np.uint8]
    anchors: Points


def anchors_on(landmarks: Points, size: float = 1.0) -> Points:
    """Return where a mask's six anchors lie on the face with these 5 `landmarks` (6 x 2, pixels
    of the same image). `size` enlarges the mask about its middle."""
    to_frame = similarity(landmarks, ARCFACE_112)
    right_eye, left_eye, nose, right_mouth, left_mouth = _moved(landmarks, to_frame)
    eyes, mouth = (right_eye + left_eye) / 2, (right_mouth + left_mouth) / 2
    half = max(1.0, float(np.hypot(*(left_eye - right_eye))) / 2)
    turned = float(np.clip((nose[0] - (eyes + mouth)[0] / 2) / half, -MOST_TURNED, MOST_TURNED))
    points = FRONTAL.astype(np.float64)
    # A head turned to the picture's right shows more of the left cheek and less of the right one.
    for left, right in ((0, 2), (3, 5)):
        points[left, 0] = eyes[0] - (eyes[0] - points[left, 0]) * (1 + FORESHORTENING * turned / 2)
        points[right, 0] = eyes[0] + (points[right, 0] - eyes[0]) * (1 - FORESHORTENING * turned)
    points[1] = eyes + 0.45 * (nose - eyes)
    points[4] = mouth + 0.72 * (mouth - eyes)
    points = points.mean(axis=0) + (points - points.mean(axis=0)) * size
    from_frame = np.asarray(cv2.invertAffineTransform(to_frame), dtype=np.float64)
    return _moved(points.astype(np.float32), from_frame).astype(np.float32)


def dress(image: Image, landmarks: Points, mask: Mask, size: float = 1.0) -> Image:
    """Return a copy of `image` (BGR) whose face with these 5 `landmarks` wears `mask`."""
    return lay(image, anchors_on(landmarks, size), mask)


def lay(image: Image, target: Points, mask: Mask) -> Image:
    """Return a copy of `image` on which the anchors of `mask` lie on `target` (6 x 2)."""
    height, width = image.shape[:2]
    dressed = image.astype(np.float32)
    # Opacity travels with the colours, so that the transparent part's colour never bleeds in.
    opacity = mask.picture[:, :, 3:].astype(np.float32) / 255
    layered = np.concatenate([mask.picture[:, :, :3] * opacity, opacity], axis=2)
    for half in (LEFT_HALF, RIGHT_HALF):
        corners = list(half)
        matrix = cv2.getPerspectiveTransform(mask.anchors[corners], target[corners])
        part = _half(layered, float(mask.anchors[[1, 4], 0].mean()), left=half is LEFT_HALF)
        warped = cv2.warpPerspective(part, matrix, (width, height), flags=cv2.INTER_AREA)
        dressed = dressed * (1 - warped[:, :, 3:]) + warped[:, :, :3]
    return np.clip(np.rint(dressed), 0, 255).astype(np.uint8)


def _half(layered: NDArray[np.float32], middle: float, *, left: bool) -> NDArray[np.float32]:
    part = layered.copy()
    # One pixel of overlap hides the seam.
    if left:
        part[:, int(middle) + 2 :] = 0
    else:
        part[:, : int(middle)] = 0
    return part


def _moved(points: Points, matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    return points.astype(np.float64) @ matrix[:, :2].T + matrix[:, 2]
