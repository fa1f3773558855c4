"""Overlap, suppression and detection at several sizes."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from adsum.vision.scales import ScaledDetector, iou, suppress
from adsum.vision.types import Box, Face, Image
from tests.data import frontal_face

boxes = st.builds(
    lambda x, y, w, h: Box(float(x), float(y), float(w), float(h)),
    st.integers(0, 20),
    st.integers(0, 20),
    st.integers(1, 20),
    st.integers(1, 20),
)


def painted(box: Box) -> set[tuple[int, int]]:
    return {
        (x, y)
        for x in range(int(box.x), int(box.x + box.width))
        for y in range(int(box.y), int(box.y + box.height))
    }


@given(boxes, boxes)
def test_overlap_equals_counting_the_cells_of_two_painted_boxes(a: Box, b: Box) -> None:
    expected = len(painted(a) & painted(b)) / len(painted(a) | painted(b))
    assert iou(a, b) == pytest.approx(expected)
    assert iou(a, b) == iou(b, a)


@given(st.lists(st.tuples(boxes, st.floats(0, 1)), max_size=12))
def test_suppression_keeps_a_set_without_overlap_that_covers_everything(
    found: list[tuple[Box, float]],
) -> None:
    faces = [Face(box, np.zeros((5, 2), np.float32), sure) for box, sure in found]
    kept = suppress(faces)
    assert all(iou(a.box, b.box) <= 0.4 for a in kept for b in kept if a is not b)
    for face in faces:
        assert any(
            face is k or (iou(face.box, k.box) > 0.4 and k.confidence >= face.confidence)
            for k in kept
        )
    assert [k.confidence for k in kept] == sorted((k.confidence for k in kept), reverse=True)


class BrightSpots:
    """A detector that reports each bright square, and remembers the sizes it was given."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []

    def detect(self, image: Image) -> list[Face]:
        self.sizes.append((image.shape[1], image.shape[0]))
        ys, xs = np.nonzero(image[:, :, 0] > 128)
        if len(xs) == 0:
            return []
        return [frontal_face(float(np.ptp(xs) + 1), (float(xs.min()), float(ys.min())))]


def test_a_small_picture_is_looked_at_once_as_it_is() -> None:
    spots = BrightSpots()
    ScaledDetector(spots, (640, 1280)).detect(np.zeros((480, 640, 3), np.uint8))
    assert spots.sizes == [(640, 480)]


def test_a_large_picture_is_looked_at_once_per_bound() -> None:
    spots = BrightSpots()
    ScaledDetector(spots, (1280, 640)).detect(np.zeros((3000, 2000, 3), np.uint8))
    assert spots.sizes == [(427, 640), (853, 1280)]


def test_a_picture_between_the_bounds_is_never_enlarged() -> None:
    spots = BrightSpots()
    ScaledDetector(spots, (640, 1280)).detect(np.zeros((500, 1000, 3), np.uint8))
    assert spots.sizes == [(640, 320), (1000, 500)]


def test_a_face_seen_at_both_sizes_is_one_face_in_the_pixels_of_the_picture() -> None:
    image = np.zeros((2560, 2560, 3), np.uint8)
    image[400:1200, 800:1600] = 255
    (face,) = ScaledDetector(BrightSpots(), (640, 1280)).detect(image)
    assert (face.box.x, face.box.y) == pytest.approx((800, 400), abs=4)
    assert (face.box.width, face.box.height) == pytest.approx((800, 800), abs=4)
    # The nose lies half-way across and at 0.6 of the height.
    np.testing.assert_allclose(face.landmarks[2], [1200, 880], atol=6)
