"""Cutting faces out: where known points land in the crop."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from adsum.vision.align import ARCFACE_112
from adsum.vision.aligners import (
    OPENFACE_CORNERS,
    OUTER_EYES_AND_NOSE,
    BoxMargin,
    FivePoint,
    openface_crop,
)
from adsum.vision.types import Box, Face, Image, Points
from tests.data import gradient


def with_dots(points: np.ndarray, size: int = 300) -> Image:
    """A black picture with a soft white dot on each point."""
    image = np.zeros((size, size, 3), np.float32)
    y, x = np.mgrid[:size, :size]
    for px, py in points:
        image += 255 * np.exp(-((x - px) ** 2 + (y - py) ** 2) / 18)[..., None]
    return np.clip(image, 0, 255).astype(np.uint8)


def brightest(image: Image, near: np.ndarray, reach: int = 8) -> np.ndarray:
    """The centre of light within `reach` pixels of a place."""
    y, x = np.mgrid[: image.shape[0], : image.shape[1]]
    light = image[:, :, 0].astype(float)
    light[(x - near[0]) ** 2 + (y - near[1]) ** 2 > reach**2] = 0
    return np.array([(x * light).sum(), (y * light).sum()]) / light.sum()


@pytest.mark.parametrize(("size", "zoom"), [(112, 1.0), (160, 1.0), (160, 0.8)])
def test_five_points_land_on_the_scaled_template(size: int, zoom: float) -> None:
    angle, scale = np.radians(20), 1.4
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    landmarks: Points = (ARCFACE_112 @ turn.T + [110, 40]).astype(np.float32)
    image = with_dots(landmarks)
    crop = FivePoint(size, zoom).crop(image, Face(Box(0, 0, 9, 9), landmarks, 1.0))
    assert crop.shape == (size, size, 3)
    middle = (size - 1) / 2
    for number in range(5):
        # The template's centre is the middle of its 112 pixels, 0 to 111.
        expected = (ARCFACE_112[number] - 55.5) * zoom * size / 112 + middle
        np.testing.assert_allclose(brightest(crop, expected), expected, atol=0.6)


@pytest.mark.parametrize("margin", [1.0, 1.5])
def test_a_box_with_margin_is_the_square_about_its_middle(margin: float) -> None:
    image = gradient(400, 300)
    face = Face(Box(150, 80, 80, 100), np.zeros((5, 2), np.float32), 1.0)
    crop = BoxMargin(100, margin).crop(image, face)
    half = round(50 * margin)
    plain = image[130 - half : 130 + half, 190 - half : 190 + half]
    expected = cv2.resize(plain, (100, 100), interpolation=cv2.INTER_AREA)
    assert np.abs(crop.astype(int) - expected).max() <= 3


def test_a_box_over_the_edge_is_filled_with_black() -> None:
    image = np.full((100, 100, 3), 200, np.uint8)
    face = Face(Box(-50, 0, 100, 100), np.zeros((5, 2), np.float32), 1.0)
    crop = BoxMargin(100, 1.0).crop(image, face)
    assert crop[:, :45].max() == 0
    np.testing.assert_array_equal(crop[5:95, 55:95], 200)


def test_openface_puts_the_outer_eyes_and_the_nose_on_their_mean_places() -> None:
    landmarks = np.zeros((68, 2), np.float32)
    landmarks[list(OUTER_EYES_AND_NOSE)] = [[90, 100], [190, 120], [130, 190]]
    image = with_dots(landmarks[list(OUTER_EYES_AND_NOSE)])
    crop = openface_crop(image, landmarks)
    assert crop.shape == (96, 96, 3)
    for place in OPENFACE_CORNERS * 96:
        np.testing.assert_allclose(brightest(crop, place), place, atol=1.0)
