"""The kept part of a photo."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.vision.crop import LONGEST_SIDE, face_crop
from tests.data import frontal_face, gradient


@pytest.mark.parametrize("corner", [(200.0, 150.0), (-20.0, -10.0), (560.0, 400.0)])
def test_the_landmarks_of_a_crop_lie_on_the_same_pixels(corner: tuple[float, float]) -> None:
    image = np.random.default_rng(0).integers(0, 255, (480, 640, 3), dtype=np.uint8)
    face = frontal_face(100, corner)
    crop, landmarks = face_crop(image, face)
    compared = 0
    for (x, y), (crop_x, crop_y) in zip(
        face.landmarks.astype(int), landmarks.astype(int), strict=True
    ):
        if 0 <= x < 640 and 0 <= y < 480:
            np.testing.assert_array_equal(crop[crop_y, crop_x], image[y, x])
            compared += 1
    assert compared >= 2


def test_a_crop_has_half_a_face_of_margin_on_every_side() -> None:
    crop, _ = face_crop(np.zeros((480, 640, 3), np.uint8), frontal_face(100, (200, 150)))
    assert crop.shape[:2] == (201, 201)


def test_a_large_face_is_shrunk_with_its_landmarks() -> None:
    image = gradient(4000, 3000)
    face = frontal_face(1000, (1500, 1000))
    crop, landmarks = face_crop(image, face)
    assert max(crop.shape[:2]) == LONGEST_SIDE
    for (x, y), (crop_x, crop_y) in zip(face.landmarks, landmarks, strict=True):
        there = crop[round(float(crop_y)), round(float(crop_x))].astype(int)
        assert np.abs(there - image[int(y), int(x)]).max() <= 2
