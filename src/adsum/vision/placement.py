"""Is a camera well placed? What its frames say, in numbers and in words.

The limits are those under which recognition gets worse on LFW photos that were made smaller, darker
or blurred (`adsum evaluate`), with some reserve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from statistics import median

import cv2
import numpy as np

from adsum.vision import quality
from adsum.vision.types import Face, Image, Quality

# Between the eyes of a grown-up (metres), and a usual camera's angle of view across (degrees).
_EYES, _ANGLE = 0.063, 70.0


class Finding(StrEnum):
    """What can be wrong."""

    SLOW = "slow"
    DARK = "dark"
    BACKLIGHT = "backlight"
    GLARE = "glare"
    BLUR = "blur"
    FAR = "far"
    NEAR = "near"
    STEEP = "steep"
    NO_FACE = "no_face"
    STILL = "still"


ADVICE = {
    Finding.SLOW: "Fewer than 5 frames a second: lower the camera's resolution, or use a cable.",
    Finding.DARK: "The faces are dark: put a lamp on the camera's side, or raise its exposure.",
    Finding.BACKLIGHT: "The light is behind the people: turn the camera away from the window, or"
    " light the faces from its side.",
    Finding.GLARE: "The faces are too bright: move the lamp away, or lower the exposure.",
    Finding.BLUR: "The faces are blurred: wipe the lens, add light so that the exposure is shorter,"
    " or let people stop for a moment.",
    Finding.FAR: "The faces are small: bring the camera nearer, zoom in, or raise its resolution.",
    Finding.NEAR: "The faces fill the picture: move the camera back so that a whole head fits.",
    Finding.STEEP: "People are seen from above or from the side: hang the camera at eye level"
    " (1.5 to 2 m), facing them as they walk.",
    Finding.NO_FACE: "No face was seen: stand in front of the camera and ask again.",
    Finding.STILL: "Every frame is the same: the camera's picture is frozen.",
}


@dataclass(frozen=True, slots=True)
class Placement:
    """What was measured. light: mean grey level of the picture; face_light: of the faces. behind:
    how much brighter the surroundings of a face are, in grey levels. sharpness, eye_distance
    (pixels), yaw and pitch: medians over the faces. distance: of the faces in metres, estimated for
    a camera that sees 70 degrees. faces: on how many frames one was seen. None: no face."""

    frames: int
    fps: float
    size: tuple[int, int]
    light: float
    faces: int
    face_light: float | None = None
    behind: float | None = None
    sharpness: float | None = None
    eye_distance: float | None = None
    yaw: float | None = None
    pitch: float | None = None
    distance: float | None = None
    findings: tuple[Finding, ...] = ()

    @property
    def advice(self) -> list[str]:
        """What to do, in words."""
        return [ADVICE[finding] for finding in self.findings]


@dataclass(frozen=True, slots=True)
class FaceSample:
    """One face of one frame. around: mean grey level of the picture around it."""

    quality: Quality
    around: float
    share: float


def sample(image: Image, face: Face) -> FaceSample:
    """Measure one face of `image` (BGR)."""
    box, (height, width) = face.box, image.shape[:2]
    left, top = int(max(0, box.x - box.width)), int(max(0, box.y - box.height / 2))
    right = int(min(width, box.x + 2 * box.width))
    bottom = int(min(height, box.y + box.height))
    around = cv2.cvtColor(image[top:bottom, left:right], cv2.COLOR_BGR2GRAY).astype(np.float32)
    inner = np.zeros(around.shape, bool)
    inner[
        max(0, int(box.y) - top) : int(box.y + box.height) - top,
        max(0, int(box.x) - left) : int(box.x + box.width) - left,
    ] = True
    outside = around[~inner]
    light = float(outside.mean()) if outside.size else float(around.mean())
    return FaceSample(quality.measure(image, face), light, box.height / height)


def judge(
    samples: Sequence[FaceSample], lights: Sequence[float], fps: float, size: tuple[int, int]
) -> Placement:
    """Return what frames say. samples: of the largest face of each frame that showed one; lights:
    mean grey level of every frame."""
    frozen = len(lights) > 5 and float(np.ptp(np.asarray(lights))) == 0.0
    general = [Finding.SLOW] if 0 < fps < 5 else []
    general += [Finding.STILL] if frozen else []
    light = median(lights) if lights else 0.0
    if not samples:
        dark = [Finding.DARK] if light < 40 else []
        found = (*general, *dark, Finding.NO_FACE)
        return Placement(len(lights), fps, size, light, 0, findings=found)
    eyes = median(s.quality.eye_distance for s in samples)
    focal = size[0] / 2 / np.tan(np.radians(_ANGLE / 2))
    measured = Placement(
        len(lights),
        fps,
        size,
        light,
        len(samples),
        face_light=median(s.quality.brightness for s in samples),
        behind=median(s.around - s.quality.brightness for s in samples),
        sharpness=median(s.quality.sharpness for s in samples),
        eye_distance=eyes,
        yaw=median(abs(s.quality.yaw) for s in samples),
        pitch=median(abs(s.quality.pitch) for s in samples),
        distance=float(_EYES * focal / max(eyes, 1.0)),
    )
    share = median(s.share for s in samples)
    return _with_findings(measured, general, share)


def _with_findings(seen: Placement, general: Sequence[Finding], share: float) -> Placement:
    face_light, behind = seen.face_light or 0.0, seen.behind or 0.0
    backlit = behind > 60 and face_light < 90
    checks = (
        (backlit, Finding.BACKLIGHT),
        (face_light < 50 and not backlit, Finding.DARK),
        (face_light > 215, Finding.GLARE),
        ((seen.eye_distance or 0.0) < 24, Finding.FAR),
        (share > 0.85, Finding.NEAR),
        ((seen.sharpness or 0.0) < 40, Finding.BLUR),
        ((seen.yaw or 0.0) > 0.55 or (seen.pitch or 0.0) > 0.45, Finding.STEEP),
    )
    found = [finding for wrong, finding in checks if wrong]
    return replace(seen, findings=(*general, *found))
