"""The part of a photo that is kept: one face with some margin."""

from __future__ import annotations

from collections.abc import Sequence

import cv2
import numpy as np

from adsum.vision.types import Box, Face, Image, Points

# Twice the face: what any aligner or detector that comes later needs around it.
MARGIN = 2.0
LONGEST_SIDE = 400


def face_crop(image: Image, face: Face) -> tuple[Image, Points]:
    """Return the surroundings of `face`, at most 400 pixels a side, and its landmarks in the
    crop."""
    height, width = image.shape[:2]
    x, y = face.box.centre
    half = max(face.box.width, face.box.height) * MARGIN / 2
    left, top = max(0, int(x - half)), max(0, int(y - half))
    right, bottom = min(width, int(x + half) + 1), min(height, int(y + half) + 1)
    crop = image[top:bottom, left:right]
    landmarks = face.landmarks - np.array([left, top], np.float32)
    scale = min(1.0, LONGEST_SIDE / max(crop.shape[:2]))
    if scale < 1:
        size = (max(1, round(crop.shape[1] * scale)), max(1, round(crop.shape[0] * scale)))
        crop = np.asarray(cv2.resize(crop, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
    return crop, (landmarks * scale).astype(np.float32)


def face_in_crop(found: Sequence[Face], landmarks: Points) -> Face:
    """Return the one of the faces `found` in a kept crop whose face it is, by the landmarks (5 x 2)
    that were found when it was made; if none is near them, a face made of them alone."""
    middle = landmarks.mean(axis=0)
    eyes = float(np.linalg.norm(landmarks[1] - landmarks[0]))
    nearest = min(
        found, key=lambda f: float(np.linalg.norm(f.landmarks.mean(axis=0) - middle)), default=None
    )
    if nearest is not None and np.linalg.norm(nearest.landmarks.mean(axis=0) - middle) < eyes / 2:
        return nearest
    # A mean frontal face's box is 2.3 times as wide as the eyes are apart, and 3 times as high.
    box = Box(float(middle[0] - 1.15 * eyes), float(middle[1] - 1.65 * eyes), 2.3 * eyes, 3 * eyes)
    return Face(box, landmarks, 0.0)
