"""The values that flow through the pipeline, one frozen type per stage."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Image: TypeAlias = NDArray[np.uint8]
"""height x width x 3, BGR, 0 to 255."""

Points: TypeAlias = NDArray[np.float32]
"""n x 2, pixels, x then y."""

Vector: TypeAlias = NDArray[np.float32]
"""One embedding of L2 length 1, or a matrix of them, one a row."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle in pixels; it may reach over the edges of its image."""

    x: float
    y: float
    width: float
    height: float

    @property
    def area(self) -> float:
        return self.width * self.height

    @property
    def centre(self) -> tuple[float, float]:
        return self.x + self.width / 2, self.y + self.height / 2

    def scaled(self, by: float) -> Box:
        """Return the same box in a picture of `by` times the size."""
        return Box(self.x * by, self.y * by, self.width * by, self.height * by)


@dataclass(frozen=True, slots=True, eq=False)
class Face:
    """A detected face.

    `landmarks` is 5 x 2: right eye, left eye, tip of the nose, right and left corner of the mouth.
    Right and left are the person's own, so the right eye lies on the left side of the picture.
    `confidence` is the detector's, 0 to 1. `covered` is the chance, 0 to 1, that a mask covers nose
    and mouth; 0 where nobody looked for one.
    """

    box: Box
    landmarks: Points
    confidence: float
    covered: float = 0.0

    def scaled(self, by: float) -> Face:
        """Return the same face in a picture of `by` times the size."""
        landmarks = (self.landmarks * by).astype(np.float32)
        return Face(self.box.scaled(by), landmarks, self.confidence, self.covered)


@dataclass(frozen=True, slots=True)
class Quality:
    """What a face's picture is like, measured, without a verdict.

    eye_distance: pixels between the eyes.
    sharpness: variance of the Laplacian of the aligned grey crop (grey levels squared).
    brightness: mean grey level of the aligned crop, 0 to 255.
    contrast: standard deviation of the grey level of the aligned crop.
    yaw, pitch: how far the nose lies from the middle of the face, sideways and up or down, in
        units of the half face: 0 is frontal, 1 a full profile. Signed: positive yaw looks to the
        picture's right, positive pitch looks down.
    roll: tilt of the eye line in degrees, positive when clockwise in the picture.
    inside: share of the face box that lies inside the image, 0 to 1.
    """

    eye_distance: float
    sharpness: float
    brightness: float
    contrast: float
    yaw: float
    pitch: float
    roll: float
    inside: float


@dataclass(frozen=True, slots=True)
class RecogniserId:
    """What made an embedding. Embeddings of two recognisers, or of one at two precisions, are never
    compared with each other."""

    model: str
    version: str
    precision: str

    def __str__(self) -> str:
        return f"{self.model}/{self.version}/{self.precision}"


@dataclass(frozen=True, slots=True, eq=False)
class Embedding:
    """A face as a point on the unit sphere: `vector` is float32 of L2 length 1."""

    vector: Vector
    made_by: RecogniserId


@dataclass(frozen=True, slots=True, eq=False)
class DescribedFace:
    """A face with everything that recognition needs to know of it."""

    face: Face
    quality: Quality
    embedding: Embedding


@dataclass(frozen=True, slots=True)
class Match:
    """The gallery's answer to one probe.

    person_id: who it is, or None for "unknown".
    score: similarity to the nearest person (cosine, -1 to 1); None if the gallery is empty.
    runner_up: similarity to the second person; None if there is none.
    nearest_id: the nearest person even where the answer is "unknown"; for the operator's review
        only.
    """

    person_id: str | None
    score: float | None
    runner_up: float | None
    nearest_id: str | None
