"""dlib's 68 landmarks and OpenFace's crop by them, on real photos."""

from __future__ import annotations

import numpy as np
import pytest

from adsum.vision.aligners import OPENFACE_CORNERS, OUTER_EYES_AND_NOSE
from adsum.vision.scales import ScaledDetector
from adsum.vision.types import Face, Image
from tests.conftest import ReadPhoto

dlib = pytest.importorskip("dlib", reason="needs adsum[dlib]")

from adsum.models.dlib_landmarks import Dlib68, OpenFaceAligner  # noqa: E402

PEOPLE = ("Adrien_Brody", "Ana_Guevara", "Anna_Kournikova")
# The means of these of dlib's 68 points are the pupils; 33 is below the tip of the nose.
RIGHT_EYE, LEFT_EYE, MOUTH = slice(36, 42), slice(42, 48), (48, 54)


def photo_and_face(name: str, read: ReadPhoto, detector: ScaledDetector) -> tuple[Image, Face]:
    photo = read(f"lfw-dev/images/{name}/{name}_0001.jpg")
    return photo, detector.detect(photo)[0]


@pytest.mark.parametrize("name", PEOPLE)
def test_the_68_landmarks_agree_with_the_detectors_five(
    name: str, read_photo: ReadPhoto, detector: ScaledDetector
) -> None:
    photo, face = photo_and_face(name, read_photo, detector)
    points = Dlib68().landmarks(photo, face.box)
    assert points.shape == (68, 2)
    eyes = float(np.hypot(*(face.landmarks[1] - face.landmarks[0])))
    ours = [points[RIGHT_EYE].mean(0), points[LEFT_EYE].mean(0), *points[list(MOUTH)]]
    away = np.linalg.norm(np.array(ours) - face.landmarks[[0, 1, 3, 4]], axis=1) / eyes
    # The two detectors do not mean quite the same points by the corners of a mouth.
    assert away.max() < 0.25


@pytest.mark.parametrize("name", PEOPLE)
def test_openfaces_crop_has_the_eyes_and_the_nose_where_they_belong(
    name: str, read_photo: ReadPhoto, detector: ScaledDetector
) -> None:
    photo, face = photo_and_face(name, read_photo, detector)
    crop = OpenFaceAligner().crop(photo, face)
    assert crop.shape == (96, 96, 3)
    # Found afresh in the crop, which lies in the middle of grey so that the detector sees a face.
    wide = np.full((288, 288, 3), 128, np.uint8)
    wide[96:192, 96:192] = crop
    again = detector.detect(wide)
    assert again
    found = Dlib68().landmarks(wide, again[0].box)[list(OUTER_EYES_AND_NOSE)] - 96
    assert np.abs(found - OPENFACE_CORNERS * 96).max() < 6
