"""MTCNN against the reference implementation, on real photos.

The reference's answers (facenet-pytorch 2.6.0, `MTCNN(keep_all=True)`.detect(landmarks=True), torch
2.13.0) are kept in reference/mtcnn_facenet_pytorch.json: corners, confidence, landmarks.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from adsum.models.mtcnn import Mtcnn
from adsum.models.mtcnn_stages import MtcnnOptions
from adsum.models.runtime import Runtime
from tests.conftest import ReadPhoto

pytest.importorskip("joblib", reason="needs adsum[mtcnn]")

REFERENCE: dict[str, list[dict[str, Any]]] = json.loads(
    (Path(__file__).parent / "reference" / "mtcnn_facenet_pytorch.json").read_text()
)


@pytest.fixture(scope="module")
def mtcnn(runtime: Runtime) -> Mtcnn:
    return Mtcnn(runtime)


@pytest.mark.parametrize("photo", REFERENCE)
def test_boxes_and_landmarks_agree_with_the_reference_to_a_tenth_of_a_pixel(
    photo: str, mtcnn: Mtcnn, read_photo: ReadPhoto
) -> None:
    expected = sorted(REFERENCE[photo], key=lambda face: -face["confidence"])
    found = mtcnn.detect(read_photo(photo))
    assert len(found) == len(expected)
    for face, known in zip(found, expected, strict=True):
        corners = (
            face.box.x,
            face.box.y,
            face.box.x + face.box.width,
            face.box.y + face.box.height,
        )
        np.testing.assert_allclose(corners, known["box"], atol=0.1)
        np.testing.assert_allclose(face.landmarks, known["landmarks"], atol=0.1)
        assert face.confidence == pytest.approx(known["confidence"], abs=1e-4)


@pytest.mark.parametrize("size", [(1, 1), (11, 300), (12, 12), (20, 20), (64, 48)])
def test_a_blank_picture_of_any_shape_has_no_face(mtcnn: Mtcnn, size: tuple[int, int]) -> None:
    assert mtcnn.detect(np.full((*size, 3), 90, np.uint8)) == []


def test_the_smallest_face_bounds_what_is_found(runtime: Runtime, read_photo: ReadPhoto) -> None:
    photo = read_photo("faces/two_people.jpg")
    huge = Mtcnn(runtime, MtcnnOptions(min_face=600)).detect(photo)
    assert huge == []
