"""The camera's doctor: each fault is found where it was made, and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adsum.vision.placement import ADVICE, FaceSample, Finding, judge
from adsum.vision.types import Quality

GOOD = Quality(60.0, 200.0, 120.0, 40.0, 0.05, 0.05, 0.0, 1.0)
SIZE = (1280, 720)


def found(
    quality: Quality = GOOD, around: float = 110.0, share: float = 0.3, fps: float = 25.0
) -> tuple[Finding, ...]:
    samples = [FaceSample(quality, around, share)] * 9
    return judge(samples, [100.0 + n for n in range(20)], fps, SIZE).findings


def test_a_well_placed_camera_has_no_findings_and_its_distance_is_plausible() -> None:
    assert found() == ()
    placement = judge([FaceSample(GOOD, 110, 0.3)], [100.0, 101.0], 25, SIZE)
    # 60 pixels between eyes 63 mm apart, at a focal length of 914 pixels.
    assert placement.distance == pytest.approx(0.96, abs=0.01)


@pytest.mark.parametrize(
    ("quality", "other", "finding"),
    [
        ({"brightness": 30.0}, {"around": 35.0}, Finding.DARK),
        ({"brightness": 50.0}, {"around": 200.0}, Finding.BACKLIGHT),
        ({"brightness": 230.0}, {}, Finding.GLARE),
        ({"sharpness": 10.0}, {}, Finding.BLUR),
        ({"eye_distance": 14.0}, {}, Finding.FAR),
        ({}, {"share": 0.95}, Finding.NEAR),
        ({"yaw": -0.7}, {}, Finding.STEEP),
        ({"pitch": 0.6}, {}, Finding.STEEP),
        ({}, {"fps": 2.0}, Finding.SLOW),
    ],
)
def test_each_fault_is_found_and_no_other(
    quality: dict[str, float], other: dict[str, float], finding: Finding
) -> None:
    assert found(replace(GOOD, **quality), **other) == (finding,)


def test_without_a_face_the_doctor_asks_for_one_and_tells_a_frozen_picture() -> None:
    assert judge([], [90.0, 91.0], 25, SIZE).findings == (Finding.NO_FACE,)
    assert judge([], [20.0, 21.0], 25, SIZE).findings == (Finding.DARK, Finding.NO_FACE)
    assert judge([], [90.0] * 9, 25, SIZE).findings == (Finding.STILL, Finding.NO_FACE)


def test_every_finding_has_advice() -> None:
    assert set(ADVICE) == set(Finding)
