"""The similarity transform and the aligned crop."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from adsum.vision.align import ARCFACE_112, align, similarity
from adsum.vision.scales import ScaledDetector
from tests.conftest import ReadPhoto
from tests.data import gradient


def umeyama(source: NDArray[np.float64], target: NDArray[np.float64]) -> NDArray[np.float64]:
    """Umeyama's closed form as his paper has it: covariance, SVD, determinant sign."""
    mean_s, mean_t = source.mean(0), target.mean(0)
    covariance = (target - mean_t).T @ (source - mean_s) / len(source)
    u, singular, vt = np.linalg.svd(covariance)
    sign = np.diag([1.0, np.sign(np.linalg.det(u) * np.linalg.det(vt))])
    rotation = u @ sign @ vt
    scale = np.trace(np.diag(singular) @ sign) / (source - mean_s).var(0).sum()
    return np.column_stack([scale * rotation, mean_t - scale * rotation @ mean_s])


@pytest.mark.parametrize("seed", range(20))
def test_the_similarity_equals_umeyamas_singular_value_solution(seed: int) -> None:
    random = np.random.default_rng(seed)
    source, target = random.uniform(0, 200, (2, 5, 2))
    np.testing.assert_allclose(
        similarity(source, target), umeyama(source, target), rtol=1e-9, atol=1e-7
    )


@given(
    scale=st.floats(0.05, 20),
    angle=st.floats(-3.1, 3.1),
    shift=st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
)
def test_a_known_similarity_is_found_again(
    scale: float, angle: float, shift: tuple[float, float]
) -> None:
    turn = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    expected = np.column_stack([turn, shift])
    source = ARCFACE_112.astype(np.float64)
    np.testing.assert_allclose(
        similarity(source, source @ turn.T + shift), expected, rtol=1e-6, atol=1e-6
    )


def test_a_mirrored_face_is_not_mirrored_back() -> None:
    mirrored = ARCFACE_112 * np.float32([-1, 1])
    matrix = similarity(mirrored, ARCFACE_112)
    assert np.linalg.det(matrix[:, :2]) > 0


def test_landmarks_in_one_point_move_to_the_middle_of_the_template_without_a_division_by_zero() -> (
    None
):
    point = np.full((5, 2), 7, np.float32)
    moved = similarity(point, ARCFACE_112) @ [7, 7, 1]
    np.testing.assert_allclose(moved, ARCFACE_112.mean(0), rtol=1e-5)


def test_aligning_by_the_template_itself_copies_the_picture() -> None:
    picture = gradient(112, 112)
    np.testing.assert_array_equal(align(picture, ARCFACE_112), picture)


def test_a_turned_and_enlarged_picture_gives_the_same_crop() -> None:
    picture = gradient(112, 112)
    # A quarter turn anticlockwise: the pixel (x, y) of an n wide picture goes to (y, n - 1 - x).
    turned = np.rot90(picture).repeat(2, 0).repeat(2, 1)
    landmarks = np.column_stack([ARCFACE_112[:, 1], 111 - ARCFACE_112[:, 0]]) * 2 + 0.5
    crop = align(np.ascontiguousarray(turned), landmarks.astype(np.float32))
    inner = (slice(3, -3), slice(3, -3))
    assert np.abs(crop[inner].astype(int) - picture[inner]).max() <= 3


def test_the_eyes_of_a_real_photo_lie_level_in_its_crop(
    read_photo: ReadPhoto, detector: ScaledDetector
) -> None:
    image = read_photo("faces/lin-manuel-miranda.png")
    face = detector.detect(image)[0]
    crop = align(image, face.landmarks)
    again = detector.detect(np.pad(crop, ((60, 60), (60, 60), (0, 0))))[0]
    np.testing.assert_allclose(again.landmarks - 60, ARCFACE_112, atol=8)
