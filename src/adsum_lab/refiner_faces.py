"""Training pictures of the landmark refiner: bare faces and the same ones dressed with masks.

People who are tested never train: those with more than three photos (enrolled and probed in the
masked protocol) and the first 1,000 with a single one (its strangers) are left out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.imaging.decode import PhotoDecoder
from adsum.vision.align import ARCFACE_112, similarity
from adsum.vision.choose import main_face
from adsum.vision.dress import Mask, anchors_on, lay
from adsum.vision.stages import Detector
from adsum.vision.types import Image, Points

# The ArcFace frame with a border, so that a shifted, turned and scaled view has something to see.
SIDE, BORDER = 192, 40
DRESSED = 6
MASK_WIDTH = 200
TEST_STRANGERS, ENROLLED = 1000, 3


@dataclass(frozen=True, slots=True, eq=False)
class Faces:
    """pictures: people x (1 bare + `DRESSED`) x 192 x 192 x 3, BGR; landmarks: people x 5 x 2 in
    their pixels; names: whose."""

    pictures: NDArray[np.uint8]
    landmarks: NDArray[np.float32]
    names: tuple[str, ...]


def training_photos(images: Path) -> list[Path]:
    """Return the photos of people who are in no test."""
    people = [sorted(folder.iterdir()) for folder in sorted(images.iterdir())]
    single = [photos[0] for photos in people if len(photos) == 1]
    few = [path for photos in people if 1 < len(photos) <= ENROLLED for path in photos]
    return single[TEST_STRANGERS:] + few


def make(photos: Sequence[Path], detector: Detector, masks: Sequence[Mask], seed: int = 1) -> Faces:
    """Cut out and dress the main face of each photo."""
    random = np.random.default_rng(seed)
    narrow = [_narrowed(mask) for mask in masks]
    pictures, landmarks, names = [], [], []
    for path, face, points in _faces(photos, detector):
        views = [face]
        for _ in range(DRESSED):
            mask = _recoloured(narrow[random.integers(len(narrow))], random)
            views.append(lay(face, _jittered(points, random), mask))
        pictures.append(np.stack(views))
        landmarks.append(points)
        names.append(path.parent.name)
    return Faces(np.stack(pictures), np.stack(landmarks), tuple(names))


def _faces(photos: Sequence[Path], detector: Detector) -> Iterator[tuple[Path, Image, Points]]:
    decoder = PhotoDecoder()
    for path in photos:
        image = decoder.decode(path.read_bytes())
        face = main_face(detector.detect(image), image)
        if face is None:
            continue
        matrix = similarity(face.landmarks, (ARCFACE_112 + BORDER).astype(np.float32))
        picture = cv2.warpAffine(image, matrix, (SIDE, SIDE), flags=cv2.INTER_LINEAR)
        points = face.landmarks @ matrix[:, :2].T + matrix[:, 2]
        yield path, np.asarray(picture, dtype=np.uint8), points.astype(np.float32)


def _jittered(landmarks: Points, random: np.random.Generator) -> Points:
    """Return mask anchors as people wear masks: larger, smaller, askew, under or over the nose."""
    anchors = anchors_on(landmarks, float(random.uniform(0.9, 1.3))).astype(np.float64)
    anchors += random.normal(0, 2.0, (1, 2)) + random.normal(0, 1.5, (6, 2))
    anchors[1, 1] += random.uniform(-8, 6)
    return anchors.astype(np.float32)


def _narrowed(mask: Mask) -> Mask:
    scale = MASK_WIDTH / mask.picture.shape[1]
    picture = cv2.resize(mask.picture, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA)
    return Mask(mask.name, np.asarray(picture, np.uint8), (mask.anchors * scale).astype(np.float32))


def _recoloured(mask: Mask, random: np.random.Generator) -> Mask:
    """Return the mask as it is (half of the time), tinted, or in a cloth of random pattern."""
    kind = random.random()
    if kind < 0.5:
        return mask
    grey = mask.picture[:, :, :3].astype(np.float32).mean(axis=2, keepdims=True)
    if kind < 0.8:
        tint = random.uniform(0.4, 1.1, 3)
        colour = grey * random.uniform(0.15, 1.2) * tint + random.uniform(-20, 20)
    else:
        height, width = grey.shape[:2]
        size = (int(random.integers(3, 20)), int(random.integers(3, 20)), 3)
        spots = cv2.resize(random.normal(0, 1, size).astype(np.float32), (width, height))
        colour = random.uniform(20, 230, 3) + spots * random.uniform(10, 60)
        colour = colour + (grey - grey.mean()) * random.uniform(0.2, 1)
    picture = mask.picture.copy()
    picture[:, :, :3] = np.clip(colour, 0, 255)
    return Mask(mask.name, picture, mask.anchors)
