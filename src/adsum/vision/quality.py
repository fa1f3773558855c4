"""Quality of a face's picture: pure measures, and the gate that an enrolment photo must pass."""

from __future__ import annotations

from dataclasses import dataclass

import cv2
import numpy as np

from adsum.vision.align import align
from adsum.vision.types import Box, Face, Image, Quality


def measure(image: Image, face: Face) -> Quality:
    """Measure the picture of `face` in `image`; see `Quality` for the units."""
    grey = cv2.cvtColor(align(image, face.landmarks), cv2.COLOR_BGR2GRAY)
    # The middle of the crop: skin and features, not hair or background.
    inner = grey[24:104, 20:92]
    right_eye, left_eye, nose, mouth_right, mouth_left = face.landmarks.astype(np.float64)
    eyes, mouth = (right_eye + left_eye) / 2, (mouth_right + mouth_left) / 2
    across, down = left_eye - right_eye, mouth - eyes
    return Quality(
        eye_distance=float(np.hypot(*across)),
        sharpness=float(cv2.Laplacian(inner, cv2.CV_64F).var()),
        brightness=float(inner.mean()),
        contrast=float(inner.std()),
        yaw=_offset(nose - (eyes + mouth) / 2, across) * 2,
        # On the mean frontal face the nose's tip lies half-way between the eyes and the mouth.
        pitch=_offset(nose - (eyes + mouth) / 2, down) * 2,
        roll=float(np.degrees(np.arctan2(across[1], across[0]))),
        inside=_inside(face.box, image.shape[1], image.shape[0]),
    )


def score(quality: Quality) -> float:
    """Return one number from 0 (useless) to 1 (as good as it gets), for sorting shots of one
    person.

    The product of saturating terms: a picture is as bad as its worst defect.
    """
    terms = (
        min(1.0, quality.eye_distance / 60),
        min(1.0, quality.sharpness / 150),
        max(0.0, 1 - max(0.0, abs(quality.brightness - 125) - 45) / 80),
        min(1.0, quality.contrast / 35),
        max(0.0, 1 - abs(quality.yaw)),
        max(0.0, 1 - abs(quality.pitch)),
        quality.inside,
    )
    return round(float(np.prod(np.clip(terms, 0, 1)) ** (1 / 3)), 3)


def _offset(vector: np.ndarray, axis: np.ndarray) -> float:
    """Signed length of `vector` along `axis`, in lengths of `axis`."""
    square = float(axis @ axis)
    return float(vector @ axis) / square if square > 0 else 1.0


def _inside(box: Box, width: int, height: int) -> float:
    across = min(box.x + box.width, width) - max(box.x, 0)
    down = min(box.y + box.height, height) - max(box.y, 0)
    return float(max(across, 0) * max(down, 0) / box.area) if box.area > 0 else 0.0


@dataclass(frozen=True, slots=True)
class QualityGate:
    """The least that an enrolment photo must offer. Units as in `Quality`.

    The defaults refuse what a person would call unusable, not what is merely ordinary: a press
    photo or a picture from a phone passes. A second face counts when its area is at least
    `rival_area` of the main one's: a passer-by in the background does not spoil a portrait.
    """

    min_eye_distance: float = 20.0
    min_sharpness: float = 20.0
    min_brightness: float = 35.0
    max_brightness: float = 225.0
    min_contrast: float = 10.0
    max_yaw: float = 0.75
    max_pitch: float = 0.75
    max_roll: float = 45.0
    min_inside: float = 0.85
    rival_area: float = 0.4

    def complaints(self, quality: Quality) -> list[str]:
        """Return what is wrong with the picture, in words, worst first; empty if it is good
        enough."""
        q = quality
        checks = (
            (q.eye_distance < self.min_eye_distance, _too_small(q, self)),
            (q.inside < self.min_inside, "the face is cut off by the edge of the picture"),
            (q.brightness < self.min_brightness, "the face is too dark"),
            (q.brightness > self.max_brightness, "the face is overexposed"),
            (q.contrast < self.min_contrast, "the face has too little contrast"),
            (abs(q.yaw) > self.max_yaw, "the face is turned too far to the side"),
            (abs(q.pitch) > self.max_pitch, "the face looks too far up or down"),
            (abs(q.roll) > self.max_roll, f"the head is tilted by {abs(q.roll):.0f} degrees"),
            (q.sharpness < self.min_sharpness, "the face is blurred"),
        )
        return [words for wrong, words in checks if wrong]


def _too_small(quality: Quality, gate: QualityGate) -> str:
    return (
        f"the face is too small: {quality.eye_distance:.0f} pixels between the eyes, "
        f"at least {gate.min_eye_distance:.0f} are needed"
    )
