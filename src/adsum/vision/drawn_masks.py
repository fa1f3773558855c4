"""Masks drawn here, for dressing the photos of enrolled people: no picture file is needed."""

from __future__ import annotations

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.vision.dress import Mask
from adsum.vision.types import Points

WIDTH, HEIGHT = 240, 190
ANCHORS: Points = np.array(
    [[8, 40], [120, 12], [232, 40], [22, 120], [120, 182], [218, 120]], dtype=np.float32
)
# Between the anchors a mask's edge is no straight line: nose, cheeks and chin are round.
OUTLINE = (
    (8, 40), (60, 26), (95, 14), (120, 11), (145, 14), (180, 26), (232, 40),
    (228, 85), (216, 122), (180, 160), (145, 178), (120, 183), (95, 178), (60, 160),
    (24, 122), (12, 85),
)  # fmt: skip
# Names and colours (blue, green, red) of what people wear.
COLOURS = {"blue": (205, 170, 120), "white": (235, 235, 235), "black": (38, 36, 36)}


def drawn_masks() -> list[Mask]:
    """Return one pleated mask of each colour."""
    return [Mask(name, _draw(colour), ANCHORS) for name, colour in COLOURS.items()]


def _draw(colour: tuple[int, int, int]) -> NDArray[np.uint8]:
    opacity = np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.fillPoly(opacity, [np.array(OUTLINE, np.int32)], 255, cv2.LINE_AA)
    y, x = np.mgrid[:HEIGHT, :WIDTH].astype(np.float32)
    # Darker towards the cheeks, as cloth that bends away from the light; three pleats across.
    shade = 1 - 0.28 * ((x - WIDTH / 2) / (WIDTH / 2)) ** 2
    for pleat in (70, 100, 130):
        shade -= 0.12 * np.exp(-(((y - pleat) / 2.5) ** 2))
    cloth = np.array(colour, np.float32) * shade[..., None]
    picture = np.concatenate([cloth, opacity[..., None].astype(np.float32)], axis=2)
    return np.asarray(np.clip(np.rint(picture), 0, 255), dtype=np.uint8)
