"""What somebody before the camera is told."""

from __future__ import annotations

from dataclasses import replace

import pytest

from adsum.vision.guide import Hint, Neutral, Pose, hints, pose_of
from adsum.vision.types import Quality

WIDTH = 640
STRAIGHT = Neutral(0.0, 0.0)
GOOD = Quality(
    eye_distance=90,
    sharpness=200,
    brightness=125,
    contrast=40,
    yaw=0,
    pitch=0,
    roll=0,
    inside=1,
)


def told(quality: Quality, pose: Pose = Pose.AHEAD, covered: float = 0.0) -> tuple[Hint, ...]:
    return hints(quality, WIDTH, pose, neutral=STRAIGHT, covered=covered)


def test_a_good_shot_needs_no_hint() -> None:
    assert told(GOOD) == ()


@pytest.mark.parametrize(
    ("change", "hint"),
    [
        ({"eye_distance": 30}, Hint.COME_CLOSER),
        ({"eye_distance": 250}, Hint.GO_BACK),
        ({"inside": 0.6}, Hint.MOVE_INTO_PICTURE),
        ({"brightness": 30}, Hint.MORE_LIGHT),
        ({"brightness": 230}, Hint.LESS_LIGHT),
        ({"contrast": 5}, Hint.EVEN_LIGHT),
        ({"roll": 30}, Hint.STRAIGHTEN_HEAD),
        ({"roll": -30}, Hint.STRAIGHTEN_HEAD),
        ({"sharpness": 10}, Hint.HOLD_STILL),
        ({"yaw": 0.4}, Hint.LOOK_AHEAD),
        ({"pitch": -0.4}, Hint.LOOK_AHEAD),
        ({"yaw": 0.9}, Hint.TURN_LESS),
    ],
)
def test_each_fault_has_its_hint(change: dict[str, float], hint: Hint) -> None:
    assert told(replace(GOOD, **change)) == (hint,)


def test_a_mask_is_asked_to_be_taken_off() -> None:
    assert told(GOOD, covered=0.9) == (Hint.UNCOVER_FACE,)


@pytest.mark.parametrize(
    ("pose", "yaw", "pitch", "hint"),
    [
        (Pose.LEFT, 0.4, 0.0, Hint.TURN_LEFT),
        (Pose.RIGHT, -0.4, 0.0, Hint.TURN_RIGHT),
        (Pose.UP, 0.0, -0.3, Hint.LOOK_UP),
        (Pose.DOWN, 0.0, 0.3, Hint.LOOK_DOWN),
    ],
)
def test_a_pose_is_asked_for_until_it_is_shown(
    pose: Pose, yaw: float, pitch: float, hint: Hint
) -> None:
    shown = replace(GOOD, yaw=yaw, pitch=pitch)
    assert told(GOOD, pose) == (hint,)
    assert told(shown, pose) == ()
    assert pose_of(shown, neutral=STRAIGHT) is pose
    opposite = replace(GOOD, yaw=-yaw, pitch=-pitch)
    assert told(opposite, pose) == (hint,)


def test_up_and_down_are_told_from_how_the_head_is_usually_held() -> None:
    low_camera = Neutral(0.0, 0.3)
    usual = replace(GOOD, pitch=0.3)
    assert pose_of(usual, neutral=low_camera) is Pose.AHEAD
    assert pose_of(usual, neutral=STRAIGHT) is Pose.DOWN
    assert pose_of(GOOD, neutral=low_camera) is Pose.UP


def test_between_two_poses_there_is_none() -> None:
    assert pose_of(replace(GOOD, yaw=0.24), neutral=STRAIGHT) is None
