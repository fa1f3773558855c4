"""Every recogniser by its name, on real photos of two people."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.models.extras import ExtraMissing
from adsum.models.recognisers import RECIPES, UnknownRecogniser, build
from adsum.models.refiner import LandmarkRefiner, RefinedDetector
from adsum.models.runtime import Runtime
from adsum.models.weights import WeightsMissing
from adsum.vision.choose import main_face
from adsum.vision.drawn_masks import drawn_masks
from adsum.vision.dress import dress
from adsum.vision.pipeline import FacePipeline
from adsum.vision.scales import ScaledDetector
from adsum.vision.types import Image
from tests.conftest import ReadPhoto

PEOPLE = ("Adrien_Brody", "Ana_Guevara", "Anna_Kournikova")


def built(name: str, runtime: Runtime) -> FacePipeline:
    """Build it, or skip where its extra is absent."""
    try:
        return build(name, runtime)
    except (ExtraMissing, WeightsMissing) as absent:
        pytest.skip(absent.what_to_do)


def vector(pipeline: FacePipeline, image: Image) -> np.ndarray:
    face = main_face(pipeline.detect(image), image)
    assert face is not None
    return pipeline.describe(image, face).embedding.vector


@pytest.mark.parametrize("name", RECIPES)
def test_a_recogniser_tells_three_people_apart(
    name: str, runtime: Runtime, read_photo: ReadPhoto
) -> None:
    pipeline = built(name, runtime)
    vectors = np.array(
        [
            [vector(pipeline, read_photo(f"lfw-dev/images/{p}/{p}_{i:04d}.jpg")) for i in (1, 2)]
            for p in PEOPLE
        ]
    )
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=2), 1, atol=1e-5)
    similar = np.einsum("pd,qd->pq", vectors[:, 0], vectors[:, 1])
    same = similar.diagonal()
    different = similar[~np.eye(3, dtype=bool)]
    assert same.min() > different.max()


def test_no_two_recognisers_share_an_embedding_space_unless_they_share_the_embedder(
    runtime: Runtime,
) -> None:
    marks = {name: built(name, runtime).made_by for name in ("sface", "facenet", "dlib", "fusion")}
    assert len(set(marks.values())) == 4
    assert built("sface-unrefined", runtime).made_by == marks["sface"]


def test_an_unknown_name_is_refused_with_the_known_ones(runtime: Runtime) -> None:
    with pytest.raises(UnknownRecogniser) as caught:
        build("vgg", runtime)
    assert "fusion" in caught.value.what_to_do


@pytest.mark.parametrize("name", PEOPLE)
def test_landmarks_of_a_dressed_face_come_nearer_to_the_bare_ones(
    name: str, runtime: Runtime, detector: ScaledDetector, read_photo: ReadPhoto
) -> None:
    photo = read_photo(f"lfw-dev/images/{name}/{name}_0001.jpg")
    bare = main_face(detector.detect(photo), photo)
    assert bare is not None
    refined = RefinedDetector(detector, LandmarkRefiner(runtime))
    away = []
    for mask in drawn_masks():
        dressed = dress(photo, bare.landmarks, mask)
        plain = main_face(detector.detect(dressed), dressed)
        better = main_face(refined.detect(dressed), dressed)
        assert plain is not None and better is not None
        assert better.covered > 0.5
        away.append([np.abs(f.landmarks - bare.landmarks).mean() for f in (plain, better)])
    slipped, mended = np.mean(away, axis=0)
    eyes = float(np.hypot(*(bare.landmarks[1] - bare.landmarks[0])))
    assert mended < max(slipped, 0.08 * eyes)


@pytest.mark.parametrize("name", PEOPLE)
def test_a_bare_face_keeps_the_detectors_landmarks(
    name: str, runtime: Runtime, detector: ScaledDetector, read_photo: ReadPhoto
) -> None:
    photo = read_photo(f"lfw-dev/images/{name}/{name}_0001.jpg")
    plain = detector.detect(photo)
    refined = RefinedDetector(detector, LandmarkRefiner(runtime)).detect(photo)
    assert refined[0].covered < 0.5
    np.testing.assert_array_equal(refined[0].landmarks, plain[0].landmarks)
