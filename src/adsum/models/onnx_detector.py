"""A user's own SCRFD or RetinaFace detector, as an ONNX file.

SCRFD (J. Guo et al., ICLR 2022), as InsightFace exports it: per stride 8, 16, 32 a score, four
distances to the box's sides and five landmark offsets for each of two anchors a cell, in strides.
RetinaFace (J. Deng et al., CVPR 2020), as the PyTorch implementation exports it: box, class and
landmark regressions of prior boxes.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.models.runtime import ModelFailed, Runtime, Session
from adsum.vision.nms import suppressed
from adsum.vision.types import Box, Face, Image

Rows = NDArray[np.float32]
STRIDES = (8, 16, 32)
# RetinaFace: two square priors a cell and stride, and the scale of the regressions.
PRIORS = ((16, 32), (64, 128), (256, 512))
CENTRE_VARIANCE, SIZE_VARIANCE = 0.1, 0.2


@dataclass(frozen=True, slots=True)
class Candidates:
    """All anchors of one picture: corners n x 4, landmarks n x 5 x 2, confidence n."""

    corners: Rows
    landmarks: Rows
    confidence: Rows


Decode = Callable[[Sequence[Rows], int, int], Candidates]


class OnnxDetector:
    """Detector with five landmarks; input any size (padded to a multiple of 32)."""

    def __init__(
        self,
        runtime: Runtime,
        model: Path,
        family: str,
        *,
        min_confidence: float = 0.5,
        overlap: float = 0.4,
    ) -> None:
        """`family` is `scrfd` or `retinaface`."""
        self._runtime = runtime
        self._model = model
        self._family = FAMILIES[family]
        self._min_confidence = min_confidence
        self._overlap = overlap
        self._session: Session | None = None
        self._lock = threading.Lock()

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image` (BGR), most confident first."""
        height, width = (-(-side // 32) * 32 for side in image.shape[:2])
        padded = cv2.copyMakeBorder(
            image, 0, height - image.shape[0], 0, width - image.shape[1], cv2.BORDER_CONSTANT
        )
        batch = self._family.prepare(np.asarray(padded, dtype=np.uint8))
        outputs = self._compiled().run_in_order(batch)
        found = self._family.decode(outputs, height, width)
        sure = np.flatnonzero(found.confidence >= self._min_confidence)
        corners, confidence = found.corners[sure], found.confidence[sure]
        return [
            Face(
                Box(*map(float, (*corners[i, :2], *(corners[i, 2:] - corners[i, :2])))),
                found.landmarks[sure[i]].astype(np.float32),
                float(confidence[i]),
            )
            for i in suppressed(corners, confidence, self._overlap)
        ]

    def _compiled(self) -> Session:
        with self._lock:
            if self._session is None:
                self._session = self._runtime.compile_model(
                    self._model.name, self._model, (1, 3, -1, -1)
                )
            return self._session


def scrfd(outputs: Sequence[Rows], height: int, width: int) -> Candidates:
    """Decode SCRFD's nine outputs; told apart by their last dimension (1, 4, 10), ordered by
    stride."""
    scores, boxes, points = (_of_width(outputs, columns) for columns in (1, 4, 10))
    parts = []
    for stride, score, box, point in zip(STRIDES, scores, boxes, points, strict=True):
        anchors = _centres(height, width, stride, len(score))
        corners = np.c_[anchors - box[:, :2] * stride, anchors + box[:, 2:] * stride]
        landmarks = anchors[:, None] + point.reshape(-1, 5, 2) * stride
        parts.append((corners, landmarks, score[:, 0]))
    return Candidates(*(np.concatenate(part) for part in zip(*parts, strict=True)))


def retinaface(outputs: Sequence[Rows], height: int, width: int) -> Candidates:
    """Decode RetinaFace's three outputs; told apart by their last dimension (4, 2, 10)."""
    (box,), (classes,), (points,) = (_of_width(outputs, columns) for columns in (4, 2, 10))
    priors = _priors(height, width)
    if len(priors) != len(box):
        raise ModelFailed(f"the model has {len(box)} anchors, RetinaFace has {len(priors)}")
    centre, size = priors[:, :2], priors[:, 2:]
    middle = centre + box[:, :2] * CENTRE_VARIANCE * size
    sides = size * np.exp(box[:, 2:] * SIZE_VARIANCE)
    landmarks = centre[:, None] + points.reshape(-1, 5, 2) * CENTRE_VARIANCE * size[:, None]
    corners = np.c_[middle - sides / 2, middle + sides / 2]
    return Candidates(corners, landmarks, classes[:, 1])


def _of_width(outputs: Sequence[Rows], columns: int) -> list[Rows]:
    """Return the outputs with this last dimension as matrices, the longest (finest) first."""
    found = [o.reshape(-1, columns) for o in outputs if o.shape[-1] == columns]
    if not found:
        raise ModelFailed(f"the model has no output of {columns} columns: not of this family")
    return sorted(found, key=lambda rows: -len(rows))


def _centres(height: int, width: int, stride: int, count: int) -> Rows:
    y, x = np.mgrid[: height // stride, : width // stride]
    cells = np.stack([x, y], axis=-1).reshape(-1, 2) * stride
    if not len(cells) or count % len(cells):
        raise ModelFailed(f"{count} anchors do not fill {len(cells)} cells of stride {stride}")
    return np.repeat(cells, count // len(cells), axis=0).astype(np.float32)


def _priors(height: int, width: int) -> Rows:
    """Return prior boxes (n x 4: centre, size) in pixels."""
    parts = []
    for stride, sizes in zip(STRIDES, PRIORS, strict=True):
        y, x = np.mgrid[: -(-height // stride), : -(-width // stride)]
        cells = (np.stack([x, y], axis=-1).reshape(-1, 1, 2) + 0.5) * stride
        square = np.array(sizes, np.float32).repeat(2).reshape(1, -1, 2)
        both = np.broadcast_arrays(cells, square)
        parts.append(np.concatenate(both, axis=2).reshape(-1, 4))
    return np.concatenate(parts).astype(np.float32)


def _prepare_scrfd(image: Image) -> Rows:
    rgb = image[:, :, ::-1].transpose(2, 0, 1)[None]
    return np.ascontiguousarray((rgb.astype(np.float32) - 127.5) / 128)


def _prepare_retinaface(image: Image) -> Rows:
    bgr = image.astype(np.float32) - np.array([104, 117, 123], np.float32)
    return np.ascontiguousarray(bgr.transpose(2, 0, 1)[None])


@dataclass(frozen=True, slots=True)
class Family:
    """How a family's input is made and its outputs are read."""

    prepare: Callable[[Image], Rows]
    decode: Decode


FAMILIES = {
    "scrfd": Family(_prepare_scrfd, scrfd),
    "retinaface": Family(_prepare_retinaface, retinaface),
}
