"""Judge one camera frame of a guided enrolment."""

from __future__ import annotations

from dataclasses import dataclass

from adsum.app.enrol import EnrolTools
from adsum.vision import quality
from adsum.vision.choose import main_face, rivals
from adsum.vision.guide import Hint, Neutral, Pose, hints, pose_of, shares


@dataclass(frozen=True, slots=True)
class Head:
    """How the head is held. yaw: positive to the person's left; pitch: positive down; shares of the
    half face, 0 is straight. roll: degrees, positive clockwise in the picture."""

    yaw: float
    pitch: float
    roll: float


@dataclass(frozen=True, slots=True)
class FrameJudged:
    """What a frame is worth.

    hints: what to change, most important first; none: take this shot. box: x, y, width, height as
    shares of the picture. pose: the one that is shown. quality: 0 to 1, to choose among shots.
    """

    hints: tuple[Hint, ...]
    faces: int
    box: tuple[float, float, float, float] | None = None
    head: Head | None = None
    pose: Pose | None = None
    quality: float = 0.0


class GuideEnrolment:
    """Say what somebody before the camera has to change for a good shot in one of five poses.

    Nothing is stored and nobody is recognised; a frame costs one look for faces.
    """

    def __init__(self, tools: EnrolTools) -> None:
        self._tools = tools

    def execute(self, content: bytes, wanted: Pose, neutral: Neutral) -> FrameJudged:
        """Judge the frame `content`, a picture file. neutral: how the head was held in the shot
        that looks ahead.

        Raises:
            AdsumError: the picture cannot be decoded (codes `image.*`).
        """
        image = self._tools.decoder.decode(content)
        faces = self._tools.pipeline.detect(image)
        face = main_face(faces, image)
        if face is None:
            dark = float(image[::4, ::4].mean()) < self._tools.gate.min_brightness
            return FrameJudged((Hint.MORE_LIGHT,) if dark else (Hint.NO_FACE,), 0)
        height, width = image.shape[:2]
        measured = quality.measure(image, face)
        found = hints(measured, width, wanted, neutral=neutral, covered=face.covered)
        if rivals(faces, face, self._tools.gate.rival_area):
            found = (Hint.SEVERAL_FACES, *found)
        head = Head(round(measured.yaw, 3), round(measured.pitch, 3), round(measured.roll, 1))
        return FrameJudged(
            found,
            len(faces),
            shares(face.box, width, height),
            head,
            pose_of(measured, neutral=neutral),
            quality.score(measured),
        )
