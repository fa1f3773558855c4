"""The embedder on real photos."""

from __future__ import annotations

import cv2
import numpy as np
import pytest

from adsum.models.sface import SFace
from adsum.vision.choose import main_face
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import Box, Face, Image, RecogniserId, Vector
from tests.conftest import ReadPhoto

PEOPLE = ("Abdullah_Gul", "Adrien_Brody", "Andre_Agassi", "Anna_Kournikova", "Ana_Guevara")


def vector(pipeline: FacePipeline, image: Image) -> Vector:
    face = main_face(pipeline.detect(image), image)
    assert face is not None
    return pipeline.describe(image, face).embedding.vector


@pytest.fixture(scope="module")
def portraits(read_photo: ReadPhoto) -> dict[str, list[Image]]:
    """Two photos each of five people."""
    return {
        name: [read_photo(f"lfw-dev/images/{name}/{name}_{i:04d}.jpg") for i in (1, 2)]
        for name in PEOPLE
    }


@pytest.fixture(scope="module")
def vectors(portraits: dict[str, list[Image]], pipeline: FacePipeline) -> dict[str, list[Vector]]:
    return {name: [vector(pipeline, image) for image in two] for name, two in portraits.items()}


def test_an_embedding_is_128_floats_of_unit_length(vectors: dict[str, list[Vector]]) -> None:
    for made in vectors.values():
        for one in made:
            assert one.shape == (128,)
            assert one.dtype == np.float32
            assert sum(float(x) ** 2 for x in one) == pytest.approx(1, abs=1e-5)


def test_two_photos_of_one_person_are_more_alike_than_any_two_people(
    vectors: dict[str, list[Vector]],
) -> None:
    same = [float(a @ b) for a, b in vectors.values()]
    different = [
        float(a @ b)
        for one in PEOPLE
        for other in PEOPLE
        if one < other
        for a in vectors[one]
        for b in vectors[other]
    ]
    # 0.33 is where verification on lfw-dev decides best.
    assert min(same) > 0.33 > max(different)


def test_a_photo_is_recognised_brightened_shrunk_and_mirrored(
    portraits: dict[str, list[Image]], vectors: dict[str, list[Vector]], pipeline: FacePipeline
) -> None:
    image, known = portraits["Adrien_Brody"][0], vectors["Adrien_Brody"][0]
    bright = np.clip(image.astype(int) * 1.3 + 10, 0, 255).astype(np.uint8)
    small = cv2.resize(image, None, fx=0.6, fy=0.6, interpolation=cv2.INTER_AREA)
    mirrored = np.ascontiguousarray(image[:, ::-1])
    for changed in (bright, small, mirrored):
        assert float(vector(pipeline, changed) @ known) > 0.8


def test_the_same_face_gives_the_same_embedding_again(
    portraits: dict[str, list[Image]], vectors: dict[str, list[Vector]], pipeline: FacePipeline
) -> None:
    again = vector(pipeline, portraits["Ana_Guevara"][0])
    np.testing.assert_array_equal(again, vectors["Ana_Guevara"][0])


def test_an_embedding_tells_what_made_it(embedder: SFace) -> None:
    blank = np.zeros((200, 200, 3), np.uint8)
    points = np.float32([[60, 80], [120, 80], [90, 110], [65, 140], [115, 140]])
    made_by = embedder.embed(blank, Face(Box(50, 60, 80, 100), points, 0.9)).made_by
    assert made_by == embedder.made_by == RecogniserId("sface", "2021dec", "f32")
