"""Quality measures, on pictures made here and on real photos, and the enrolment gate."""

from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from adsum.vision import quality
from adsum.vision.align import ARCFACE_112
from adsum.vision.choose import main_face
from adsum.vision.quality import QualityGate
from adsum.vision.scales import ScaledDetector
from adsum.vision.types import Box, Face, Image, Quality
from tests.conftest import ReadPhoto

PHOTO = "faces/lin-manuel-miranda.png"


def noise(low: int = 0, high: int = 255) -> Image:
    return np.random.default_rng(0).integers(low, high + 1, (200, 200, 3)).astype(np.uint8)


def face(landmarks: np.ndarray = ARCFACE_112, box: Box | None = None) -> Face:
    """A face whose aligned crop is the picture's upper left 112 x 112 pixels."""
    return Face(box or Box(10, 10, 90, 95), landmarks.astype(np.float32), 0.9)


def moved(point: int, x: float, y: float) -> Face:
    landmarks = ARCFACE_112.copy()
    landmarks[point] += [x, y]
    return face(landmarks)


def subject(image: Image, detector: ScaledDetector) -> Face:
    found = main_face(detector.detect(image), image)
    assert found is not None
    return found


def test_brightness_and_contrast_are_the_mean_and_deviation_of_the_inner_crop() -> None:
    picture = noise()
    measured = quality.measure(picture, face())
    blue, green, red = np.moveaxis(picture[24:104, 20:92].astype(float), 2, 0)
    grey = 0.114 * blue + 0.587 * green + 0.299 * red
    assert measured.brightness == pytest.approx(grey.mean(), abs=0.1)
    assert measured.contrast == pytest.approx(grey.std(), abs=0.1)


def test_sharpness_is_the_variance_of_the_laplacian_of_the_inner_crop() -> None:
    picture = np.repeat(noise()[:, :, :1], 3, axis=2)
    inner = np.pad(picture[24:104, 20:92, 0].astype(float), 1, mode="reflect")
    laplacian = (
        inner[:-2, 1:-1]
        + inner[2:, 1:-1]
        + inner[1:-1, :-2]
        + inner[1:-1, 2:]
        - 4 * inner[1:-1, 1:-1]
    )
    assert quality.measure(picture, face()).sharpness == pytest.approx(laplacian.var(), rel=1e-6)


def test_every_stronger_blur_lowers_the_sharpness_and_the_score() -> None:
    pictures = [noise(60, 200)] + [cv2.GaussianBlur(noise(60, 200), (0, 0), s) for s in (2, 4, 8)]
    measured = [quality.measure(picture, face()) for picture in pictures]
    assert [m.sharpness for m in measured] == sorted((m.sharpness for m in measured), reverse=True)
    scores = [quality.score(m) for m in measured]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < scores[0]


def test_the_mean_frontal_face_has_hardly_any_yaw_pitch_and_roll() -> None:
    measured = quality.measure(noise(), face())
    assert abs(measured.yaw) < 0.02
    assert abs(measured.pitch) < 0.05
    assert abs(measured.roll) < 1


@pytest.mark.parametrize(("shift", "sign"), [(12, 1), (-12, -1)])
def test_a_nose_towards_the_pictures_right_is_positive_yaw(shift: float, sign: int) -> None:
    measured = quality.measure(noise(), moved(2, shift, 0))
    assert measured.yaw * sign > 0.3
    assert abs(measured.pitch) < 0.1


@pytest.mark.parametrize(("shift", "sign"), [(9, 1), (-9, -1)])
def test_a_nose_towards_the_mouth_is_positive_pitch(shift: float, sign: int) -> None:
    measured = quality.measure(noise(), moved(2, 0, shift))
    assert measured.pitch * sign > 0.3
    assert abs(measured.yaw) < 0.1


@pytest.mark.parametrize("degrees", [-60, -10, 0, 30, 80])
def test_roll_is_the_clockwise_turn_and_leaves_yaw_and_pitch_alone(degrees: float) -> None:
    angle = np.radians(degrees)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    straight = quality.measure(noise(), face())
    turned = quality.measure(noise(), face((ARCFACE_112 - 56) @ turn.T + 56))
    assert turned.roll - straight.roll == pytest.approx(degrees, abs=0.01)
    assert (turned.yaw, turned.pitch) == pytest.approx((straight.yaw, straight.pitch), abs=1e-4)


def test_the_eye_distance_is_in_pixels_of_the_photo() -> None:
    expected = np.hypot(73.5318 - 38.2946, 51.5014 - 51.6963)
    assert quality.measure(noise(), face()).eye_distance == pytest.approx(expected, abs=1e-3)
    doubled = quality.measure(noise(), face(ARCFACE_112 * 2))
    assert doubled.eye_distance == pytest.approx(2 * expected, abs=1e-3)


@pytest.mark.parametrize(
    ("box", "inside"),
    [
        (Box(10, 10, 100, 100), 1.0),
        (Box(-50, 10, 100, 100), 0.5),
        (Box(150, 150, 100, 100), 0.25),
        (Box(300, 300, 50, 50), 0.0),
        (Box(10, 10, 0, 50), 0.0),
    ],
)
def test_inside_is_the_share_of_the_box_within_the_picture(box: Box, inside: float) -> None:
    assert quality.measure(noise(), face(box=box)).inside == pytest.approx(inside)


def test_landmarks_in_one_point_are_measured_as_useless_and_not_as_an_error() -> None:
    broken = quality.measure(noise(), face(np.full((5, 2), 50)))
    assert quality.score(broken) == 0


def test_a_black_picture_scores_zero() -> None:
    assert quality.score(quality.measure(np.zeros((200, 200, 3), np.uint8), face())) == 0


GOOD = Quality(60, 200, 120, 45, 0.05, 0.1, 3, 1.0)


@pytest.mark.parametrize(
    ("defect", "words"),
    [
        ({"eye_distance": 12.0}, "too small"),
        ({"inside": 0.6}, "cut off"),
        ({"brightness": 20.0}, "too dark"),
        ({"brightness": 240.0}, "overexposed"),
        ({"contrast": 5.0}, "contrast"),
        ({"yaw": -0.9}, "turned"),
        ({"yaw": 0.9}, "turned"),
        ({"pitch": -0.9}, "up or down"),
        ({"roll": 70.0}, "tilted by 70 degrees"),
        ({"sharpness": 4.0}, "blurred"),
    ],
)
def test_each_defect_is_named_in_words_and_lowers_the_score(
    defect: dict[str, float], words: str
) -> None:
    bad = replace(GOOD, **defect)
    (complaint,) = QualityGate().complaints(bad)
    assert words in complaint
    if "roll" not in defect:
        assert quality.score(bad) < quality.score(GOOD)


def test_a_good_photo_has_no_complaints_and_scores_near_one() -> None:
    assert QualityGate().complaints(GOOD) == []
    assert quality.score(GOOD) > 0.9


def test_a_real_portrait_passes_and_its_spoilt_copies_are_refused_with_the_reason(
    read_photo: ReadPhoto, detector: ScaledDetector
) -> None:
    image = read_photo(PHOTO)
    seen = subject(image, detector)
    gate = QualityGate()
    assert gate.complaints(quality.measure(image, seen)) == []
    dark = (image * 0.08).astype(np.uint8)
    blown = np.clip(image.astype(int) * 3 + 150, 0, 255).astype(np.uint8)
    soft = cv2.GaussianBlur(image, (0, 0), seen.box.width / 15)
    assert "the face is too dark" in gate.complaints(quality.measure(dark, seen))
    assert "the face is overexposed" in gate.complaints(quality.measure(blown, seen))
    assert gate.complaints(quality.measure(soft, seen)) == ["the face is blurred"]


@pytest.mark.parametrize(
    ("name", "sign"),
    [
        ("Allan_Houston", -1),
        ("Alain_Cervantes", -1),
        ("Abdul_Majeed_Shobokshi", 1),
        ("Alfred_Ford", 1),
    ],
)
def test_a_real_face_turned_to_a_side_has_that_sign_of_yaw_and_its_mirror_image_the_other(
    name: str, sign: int, read_photo: ReadPhoto, detector: ScaledDetector
) -> None:
    image = read_photo(f"lfw-dev/images/{name}/{name}_0001.jpg")
    mirrored = np.ascontiguousarray(image[:, ::-1])
    yaw = quality.measure(image, subject(image, detector)).yaw
    assert yaw * sign > 0.4
    back = quality.measure(mirrored, subject(mirrored, detector)).yaw
    assert back == pytest.approx(-yaw, abs=0.2)


def test_real_photos_score_higher_than_their_thumbnails(
    read_photo: ReadPhoto, detector: ScaledDetector
) -> None:
    image = read_photo(PHOTO)
    small = cv2.resize(image, None, fx=0.2, fy=0.2, interpolation=cv2.INTER_AREA)
    full = quality.score(quality.measure(image, subject(image, detector)))
    assert full > quality.score(quality.measure(small, subject(small, detector)))
