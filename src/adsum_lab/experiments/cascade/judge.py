"""How many of the faces a detector finds, and how often it sees one where there is none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from adsum.vision.types import Face, Image
from adsum_lab.data.scenes import Known, Rows, corners_of
from adsum_lab.data.windows import covered, overlaps

# A face is found by a box that shares half of their union with it.
FOUND = 0.5


class Detects(Protocol):
    """Something that finds faces."""

    def detect(self, image: Image) -> list[Face]: ...


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """found: confidence of the box on each face, -1 where there is none. false: confidences of the
    boxes on nothing. slips: of each face found, its landmarks' mean distance from the annotation,
    in eye distances. photos: how many were looked at."""

    found: NDArray[np.float32]
    false: NDArray[np.float32]
    slips: NDArray[np.float32]
    photos: int

    def at(self, threshold: float) -> tuple[float, float]:
        """Return the share of faces found and the false boxes per photo at a threshold."""
        share = np.sum(self.found > threshold) / max(1, len(self.found))
        return float(share), float(np.sum(self.false > threshold) / self.photos)

    def curve(self) -> list[tuple[float, float, float]]:
        """Return threshold, share found and false boxes per photo, from strict to lax."""
        steps = np.unique(np.concatenate([self.found[self.found > 0], self.false]))[::-1]
        chosen = steps[:: max(1, len(steps) // 200)]
        return [(float(step), *self.at(float(step))) for step in chosen]

    def threshold(self, false_per_photo: float) -> float:
        """Return the least confidence that keeps to so many false boxes per photo."""
        allowed = int(false_per_photo * self.photos)
        worst = np.sort(self.false)[::-1]
        return float(worst[allowed]) if len(worst) > allowed else 0.0


def judge(detector: Detects, photos: Iterable[tuple[Image, Known]]) -> Judgement:
    """Compare what `detector` finds with what is known, photo by photo."""
    found: list[float] = []
    false: list[float] = []
    slips: list[float] = []
    seen = 0
    for image, known in photos:
        faces = detector.detect(image)
        owner = _matched(faces, known)
        of_face = {int(face): box for box, face in enumerate(owner) if face >= 0}
        for index in range(len(known.corners)):
            box = of_face.get(index)
            found.append(-1.0 if box is None else faces[box].confidence)
            if box is not None:
                slips.append(_slip(faces[box].landmarks, known.landmarks[index]))
        free = [face for face, whose in zip(faces, owner, strict=True) if whose < 0]
        false += [face.confidence for face in free if not _doubtful(face, known)]
        seen += 1
    confidences, others, distances = (np.array(p, np.float32) for p in (found, false, slips))
    return Judgement(confidences, others, distances, seen)


def _matched(faces: list[Face], known: Known) -> NDArray[np.int64]:
    """Return for each box the face that it finds, -1 for none; the most confident box comes first
    and no face is found twice."""
    owner = np.full(len(faces), -1, np.int64)
    if not len(faces) or not len(known.corners):
        return owner
    shared = overlaps(_corners(faces), known.corners)
    for box in np.argsort([-face.confidence for face in faces]):
        nearest = int(shared[box].argmax())
        if shared[box, nearest] >= FOUND:
            owner[box] = nearest
            shared[:, nearest] = 0
    return owner


def _doubtful(face: Face, known: Known) -> bool:
    """Say whether a box lies on something that may be a face."""
    if not len(known.unsure):
        return False
    return bool((covered(_corners([face]), known.unsure) > 0.3).any())


def _slip(points: Rows, truth: Rows) -> float:
    eyes = float(np.linalg.norm(truth[0] - truth[1]))
    return float(np.linalg.norm(points - truth, axis=1).mean() / max(eyes, 1.0))


def _corners(faces: list[Face]) -> Rows:
    return np.array([corners_of(face) for face in faces], np.float32).reshape(-1, 4)
