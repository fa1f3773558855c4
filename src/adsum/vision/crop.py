"""The part of a photo that is kept: one face with some margin."""

from __future__ import annotations

import cv2
import numpy as np

from adsum.vision.types import Face, Image, Points

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
