"""A detector and an embedder that work on drawn faces, and the pencil that draws them.

A drawn face is a bright square of 8 x 8 cells on black. The detector finds the squares; the
embedder reads the cells. Both see nothing but pixels, as real stages do.
"""

from __future__ import annotations

import cv2
import numpy as np

from adsum.imaging.decode import PhotoDecoder
from adsum.imaging.encode import JpegEncoder
from adsum.vision.pipeline import FacePipeline
from adsum.vision.types import Box, Embedding, Face, Image, Points, RecogniserId

MADE_BY = RecogniserId("drawn", "1", "f32")
CELLS = 8
FACE = 96
_BLACK = 4
# Where the five landmarks lie in the square, as shares of its side.
_LANDMARKS = np.array([[0.3, 0.4], [0.7, 0.4], [0.5, 0.6], [0.35, 0.8], [0.65, 0.8]])


def _pattern(seed: int) -> np.ndarray:
    cells = np.random.default_rng(seed).normal(size=(CELLS, CELLS))
    cells -= cells.mean()
    return np.asarray(cells / np.linalg.norm(cells))


def face(person: int, shot: int = 0, *, change: float = 0.5, size: int = FACE) -> Image:
    """Draw the square of a person's face (size x size x 3).

    `change` is how far this shot is from the person's likeness, across it: two shots with different
    numbers have a similarity of about 1 / (1 + change ** 2).
    """
    cells = _pattern(person) + change * _pattern(1_000_000 + 1_000 * person + shot)
    cells /= np.linalg.norm(cells)
    grey = np.clip(128 + cells * 40 * CELLS / 1.5, 20, 250).astype(np.uint8)
    large = cv2.resize(grey, (size, size), interpolation=cv2.INTER_NEAREST)
    return np.repeat(large[:, :, None], 3, axis=2)


def picture(*faces: Image) -> Image:
    """Put faces side by side on black."""
    height = max((f.shape[0] for f in faces), default=FACE) * 2
    columns = [np.zeros((height, 30, 3), np.uint8)]
    for square in faces:
        side = square.shape[0]
        column = np.zeros((height, side + 30, 3), np.uint8)
        column[height // 4 : height // 4 + side, :side] = square
        columns.append(column)
    return np.concatenate(columns, axis=1)


def png(image: Image) -> bytes:
    """Return the bytes of a PNG file, which keeps every pixel."""
    return bytes(cv2.imencode(".png", image)[1])


def shot(person: int, number: int = 0, *, change: float = 0.5, size: int = FACE) -> bytes:
    """Return a picture file with one face."""
    return png(picture(face(person, number, change=change, size=size)))


class DrawnDetector:
    """Implements `vision.stages.Detector`: every bright square is a face, the largest first."""

    def detect(self, image: Image) -> list[Face]:
        bright = (image.max(axis=2) > _BLACK).astype(np.uint8)
        count, _, boxes, _ = cv2.connectedComponentsWithStats(bright)
        found = [self._face(boxes[number][:4]) for number in range(1, count)]
        return sorted(found, key=lambda f: (-f.confidence, f.box.x))

    @staticmethod
    def _face(box: np.ndarray) -> Face:
        x, y, width, height = (float(v) for v in box)
        landmarks: Points = (_LANDMARKS * [width, height] + [x, y]).astype(np.float32)
        return Face(Box(x, y, width, height), landmarks, min(1.0, width / 1000))


class DrawnEmbedder:
    """Implements `vision.stages.Embedder`: the mean of each cell, less the mean of all."""

    @property
    def made_by(self) -> RecogniserId:
        return MADE_BY

    def embed(self, image: Image, face: Face) -> Embedding:
        right_eye, left_eye = face.landmarks[0], face.landmarks[1]
        side = float(left_eye[0] - right_eye[0]) / 0.4
        x, y = round(float(right_eye[0]) - 0.3 * side), round(float(right_eye[1]) - 0.4 * side)
        square = image[y : y + round(side), x : x + round(side), 0]
        cells = cv2.resize(square, (CELLS, CELLS), interpolation=cv2.INTER_AREA).astype(np.float32)
        vector = (cells - cells.mean()).reshape(-1)
        length = float(np.linalg.norm(vector))
        unit = vector / length if length else np.eye(1, vector.size, dtype=np.float32)[0]
        return Embedding(unit.astype(np.float32), MADE_BY)


def pipeline() -> FacePipeline:
    return FacePipeline(DrawnDetector(), DrawnEmbedder())


def decoder() -> PhotoDecoder:
    return PhotoDecoder()


def encoder() -> JpegEncoder:
    return JpegEncoder()
