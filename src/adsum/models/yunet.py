"""YuNet face detector: W. Wu, H. Peng, S. Yu, "YuNet: A Tiny Millisecond-level Face Detector",
Machine Intelligence Research 20, 2023. Weights: OpenCV model zoo, 2023mar, MIT.

Anchor-free: at each cell of three strides the network gives a class and an objectness score (their
geometric mean is the confidence), the box's centre offset and log size in strides, and five
landmark offsets.
"""

from __future__ import annotations

import threading
from collections import OrderedDict

import cv2
import numpy as np
from numpy.typing import NDArray

from adsum.models.runtime import Runtime, Session
from adsum.models.weights import YUNET
from adsum.vision.scales import suppress
from adsum.vision.types import Box, Face, Image

STRIDES = (8, 16, 32)
OUTPUTS = [f"{name}_{stride}" for name in ("cls", "obj", "bbox", "kps") for stride in STRIDES]
# Each input size is compiled on its own (0.2 s); a batch of photos has few, a camera has one.
COMPILED_SIZES = 8


class YuNet:
    """Detector of faces from about 10 pixels upwards.

    Input BGR, 0 to 255, any size (padded to a multiple of 32 at the right and bottom).
    """

    def __init__(self, runtime: Runtime, *, min_confidence: float = 0.7) -> None:
        self._runtime = runtime
        self._min_confidence = min_confidence
        self._sessions: OrderedDict[tuple[int, int], Session] = OrderedDict()
        self._lock = threading.Lock()

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image`, most confident first."""
        height, width = (-(-side // 32) * 32 for side in image.shape[:2])
        padded = cv2.copyMakeBorder(
            image, 0, height - image.shape[0], 0, width - image.shape[1], cv2.BORDER_CONSTANT
        )
        batch = np.ascontiguousarray(padded.transpose(2, 0, 1)[None], dtype=np.float32)
        outputs = self._session(height, width).run(batch, OUTPUTS)
        faces = [
            face
            for stride in STRIDES
            for face in decode(outputs, stride, width // stride, self._min_confidence)
        ]
        return suppress(faces)

    def _session(self, height: int, width: int) -> Session:
        with self._lock:
            session = self._sessions.get((height, width))
            if session is None:
                session = self._runtime.compile(YUNET, (1, 3, height, width))
                self._sessions[height, width] = session
                if len(self._sessions) > COMPILED_SIZES:
                    self._sessions.popitem(last=False)
            self._sessions.move_to_end((height, width))
            return session


def decode(
    outputs: dict[str, NDArray[np.float32]], stride: int, columns: int, min_confidence: float
) -> list[Face]:
    """Turn one stride's raw outputs into faces; `columns` is the number of cells in a row."""
    cls, obj = (np.clip(outputs[f"{name}_{stride}"][0, :, 0], 0, 1) for name in ("cls", "obj"))
    confidence = np.sqrt(cls * obj)
    cells = np.flatnonzero(confidence >= min_confidence)
    corner = np.stack([cells % columns, cells // columns], axis=1).astype(np.float32)
    box = outputs[f"bbox_{stride}"][0][cells]
    centre = (corner + box[:, :2]) * stride
    size = np.exp(box[:, 2:]) * stride
    points = (outputs[f"kps_{stride}"][0][cells].reshape(-1, 5, 2) + corner[:, None]) * stride
    return [
        Face(
            Box(float(c[0] - s[0] / 2), float(c[1] - s[1] / 2), float(s[0]), float(s[1])),
            p.astype(np.float32),
            float(confidence[cell]),
        )
        for cell, c, s, p in zip(cells, centre, size, points, strict=True)
    ]
