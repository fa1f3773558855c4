"""Guiding somebody before a camera through five poses: what to change, one hint at a time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from adsum.vision.quality import QualityGate
from adsum.vision.types import Box, Quality


class Pose(StrEnum):
    """A pose of a guided enrolment; left and right are the person's own."""

    AHEAD = "ahead"
    LEFT = "left"
    RIGHT = "right"
    UP = "up"
    DOWN = "down"


class Hint(StrEnum):
    """What to change. left and right are the person's own."""

    NO_FACE = "no_face"
    SEVERAL_FACES = "several_faces"
    COME_CLOSER = "come_closer"
    GO_BACK = "go_back"
    MOVE_INTO_PICTURE = "move_into_picture"
    MORE_LIGHT = "more_light"
    LESS_LIGHT = "less_light"
    EVEN_LIGHT = "even_light"
    UNCOVER_FACE = "uncover_face"
    STRAIGHTEN_HEAD = "straighten_head"
    LOOK_AHEAD = "look_ahead"
    TURN_LEFT = "turn_left"
    TURN_RIGHT = "turn_right"
    LOOK_UP = "look_up"
    LOOK_DOWN = "look_down"
    TURN_LESS = "turn_less"
    HOLD_STILL = "hold_still"


@dataclass(frozen=True, slots=True)
class GuideRule:
    """Stricter than `QualityGate`: somebody stands there and can still do better.

    eye_distance: pixels, as `quality.score` rates best. nearest: eye distance as a share of the
    picture's width; closer, a lens bends the face. ahead: how far the nose may lie from the middle
    of the face (units of `Quality.yaw`). turn, furthest: how far it is to be turned at least and at
    most: half-way to the profile, both eyes are still seen.
    """

    eye_distance: float = 50.0
    nearest: float = 0.3
    brightness: tuple[float, float] = (60.0, 200.0)
    sharpness: float = 40.0
    ahead: float = 0.22
    turn: float = 0.25
    nod: float = 0.18
    furthest: float = 0.65
    covered: float = 0.5
    gate: QualityGate = field(default_factory=QualityGate)


@dataclass(frozen=True, slots=True)
class Neutral:
    """How somebody holds their head when they look ahead; up and down are told from there.

    Units of `Quality`. It is measured on the first shot: faces differ, and so do camera heights.
    The default pitch is the median over portraits (LFW), most of which lie within 0.1 of it.
    """

    yaw: float = 0.0
    pitch: float = 0.12


def hints(
    quality: Quality,
    width: int,
    pose: Pose,
    *,
    neutral: Neutral = Neutral(),
    covered: float = 0.0,
    rule: GuideRule = GuideRule(),
) -> tuple[Hint, ...]:
    """Return what is to be changed for a good shot in `pose`, most important first; empty if it is
    one. width: of the picture, in pixels. covered: chance that a mask is worn, 0 to 1."""
    return (
        *_distance(quality, width, rule),
        *_light(quality, rule),
        *((Hint.UNCOVER_FACE,) if covered >= rule.covered else ()),
        *((Hint.STRAIGHTEN_HEAD,) if abs(quality.roll) > rule.gate.max_roll / 2 else ()),
        *_turn(quality.yaw - neutral.yaw, quality.pitch - neutral.pitch, pose, rule),
        *((Hint.HOLD_STILL,) if quality.sharpness < rule.sharpness else ()),
    )


def pose_of(
    quality: Quality, *, neutral: Neutral = Neutral(), rule: GuideRule = GuideRule()
) -> Pose | None:
    """Return which pose a face shows; None between two of them or beyond."""
    yaw, pitch = quality.yaw - neutral.yaw, quality.pitch - neutral.pitch
    fits = (pose for pose in Pose if not tuple(_turn(yaw, pitch, pose, rule)))
    return next(fits, None)


def shares(box: Box, width: int, height: int) -> tuple[float, float, float, float]:
    """Return x, y, width, height of a box as shares of its picture."""
    x, y, across, down = (
        round(share, 4)
        for share in (box.x / width, box.y / height, box.width / width, box.height / height)
    )
    return x, y, across, down


def _distance(quality: Quality, width: int, rule: GuideRule) -> Iterator[Hint]:
    if quality.eye_distance < rule.eye_distance:
        yield Hint.COME_CLOSER
    elif quality.eye_distance > rule.nearest * width:
        yield Hint.GO_BACK
    if quality.inside < rule.gate.min_inside:
        yield Hint.MOVE_INTO_PICTURE


def _light(quality: Quality, rule: GuideRule) -> Iterator[Hint]:
    darkest, brightest = rule.brightness
    if quality.brightness < darkest:
        yield Hint.MORE_LIGHT
    elif quality.brightness > brightest:
        yield Hint.LESS_LIGHT
    elif quality.contrast < rule.gate.min_contrast:
        yield Hint.EVEN_LIGHT


def _turn(yaw: float, pitch: float, pose: Pose, rule: GuideRule) -> Iterator[Hint]:
    # The picture's right is the person's left; positive pitch looks down.
    if abs(yaw) > rule.furthest or abs(pitch) > rule.furthest:
        yield Hint.TURN_LESS
    elif pose is Pose.AHEAD:
        if abs(yaw) > rule.ahead or abs(pitch) > rule.ahead:
            yield Hint.LOOK_AHEAD
    elif pose is Pose.LEFT and yaw < rule.turn:
        yield Hint.TURN_LEFT
    elif pose is Pose.RIGHT and yaw > -rule.turn:
        yield Hint.TURN_RIGHT
    elif pose is Pose.UP and pitch > -rule.nod:
        yield Hint.LOOK_UP
    elif pose is Pose.DOWN and pitch < rule.nod:
        yield Hint.LOOK_DOWN
