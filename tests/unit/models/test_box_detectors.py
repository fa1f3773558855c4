"""Detectors that find boxes only: dlib's HOG and scikit-image's cascade, on real photos."""

from __future__ import annotations

import sys
from collections.abc import Callable

import numpy as np
import pytest

from adsum.models.dlib_hog import DlibHog
from adsum.models.extras import ExtraMissing
from adsum.models.lbp_cascade import LbpCascade
from adsum.vision.scales import ScaledDetector, iou
from adsum.vision.stages import Detector
from tests.conftest import ReadPhoto

BUILD: dict[str, Callable[[], Detector]] = {"dlib": DlibHog, "skimage": LbpCascade}


@pytest.fixture(params=["dlib", "skimage"])
def boxes(request: pytest.FixtureRequest) -> Detector:
    pytest.importorskip(request.param, reason=f"needs adsum[{request.param}]")
    return BUILD[request.param]()


@pytest.mark.parametrize("name", ["Abel_Pacheco", "Adrien_Brody", "Ana_Guevara", "Andre_Agassi"])
def test_a_portrait_is_found_where_yunet_finds_it(
    name: str, boxes: Detector, detector: ScaledDetector, read_photo: ReadPhoto
) -> None:
    photo = read_photo(f"lfw-dev/images/{name}/{name}_0001.jpg")
    known = detector.detect(photo)[0]
    found = max(boxes.detect(photo), key=lambda face: iou(face.box, known.box))
    assert iou(found.box, known.box) > 0.4
    eyes = float(np.hypot(*(known.landmarks[1] - known.landmarks[0])))
    away = np.linalg.norm(found.landmarks - known.landmarks, axis=1) / eyes
    # A mean face laid into the box, not a measurement.
    assert away.mean() < 0.35


@pytest.mark.parametrize("size", [(1, 1), (30, 300), (64, 48)])
def test_a_blank_picture_has_no_face(boxes: Detector, size: tuple[int, int]) -> None:
    assert boxes.detect(np.full((*size, 3), 90, np.uint8)) == []


@pytest.mark.parametrize(("extra", "module"), [("dlib", "dlib"), ("skimage", "skimage.feature")])
def test_without_its_library_the_error_names_the_extra(
    extra: str, module: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    # None in sys.modules is how Python itself marks a module as not importable.
    monkeypatch.setitem(sys.modules, module, None)
    with pytest.raises(ExtraMissing) as caught:
        BUILD[extra]()
    assert caught.value.code == "extra.missing"
    assert caught.value.what_to_do == f"Run: pip install 'adsum[{extra}]'"
