"""Training pictures: who is in, and that the landmarks belong to the pictures."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from adsum.evaluation.identification import split
from adsum.vision.align import ARCFACE_112
from adsum.vision.drawn_masks import drawn_masks
from adsum.vision.scales import ScaledDetector
from adsum_lab.refiner_faces import BORDER, DRESSED, SIDE, make, training_photos


def test_nobody_who_is_tested_is_trained_on(lfw: Path) -> None:
    trained = {path.parent.name for path in training_photos(lfw)}
    parts = split(lfw, 3)
    tested = set(parts.enrolled) | {path.parent.name for path in parts.strangers[:1000]}
    assert trained and not trained & tested


def test_faces_lie_in_the_frame_with_their_landmarks(lfw: Path, detector: ScaledDetector) -> None:
    photos = training_photos(lfw)[:3]
    faces = make(photos, detector, drawn_masks())
    assert faces.pictures.shape == (3, 1 + DRESSED, SIDE, SIDE, 3)
    assert faces.names == tuple(path.parent.name for path in photos)
    for bare, points in zip(faces.pictures[:, 0], faces.landmarks, strict=True):
        # The detector, asked again on the cut-out face, agrees with the carried landmarks.
        found = detector.detect(np.asarray(bare))[0].landmarks
        assert np.abs(found - points).mean() < 3
        assert np.abs(points - ARCFACE_112 - BORDER).mean() < 6
    # Dressed ones differ from the bare one about the mouth and not about the forehead.
    for person in faces.pictures.astype(int):
        change = np.abs(person[1:] - person[0]).mean(axis=3)
        assert change[:, BORDER + 85 : BORDER + 100, BORDER + 45 : BORDER + 65].mean() > 10
        assert change[:, : BORDER + 30].max() == 0
