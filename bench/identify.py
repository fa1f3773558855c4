"""Identify one face in a 640 x 480 photo: a running server, and OpenCV's own pipeline beside it.

The peer is OpenCV's `FaceDetectorYN` and `FaceRecognizerSF` with the same two networks, called in
this process on the decoded picture: no HTTP, no database, no gallery.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

import cv2
import numpy as np

from adsum.main import build_pipeline, read_settings
from adsum.models.fold import folded, model_bytes
from adsum.models.weights import SFACE, YUNET
from adsum.system.machine import processors
from bench.common import form, milliseconds, photos, post, row, server


def picture() -> np.ndarray:
    """Return a 640 x 480 photo of one person: an LFW photo in a grey room."""
    face = cv2.imread(str(next(photos().glob("*/*_0001.jpg"))))
    room = np.full((480, 640, 3), 110, np.uint8)
    room[100:350, 195:445] = face
    return room


def main() -> None:
    """Print medians and the ratio."""
    image = picture()
    jpeg = cv2.imencode(".jpg", image)[1].tobytes()
    pipeline = build_pipeline(read_settings(), threads=processors())
    with tempfile.TemporaryDirectory() as folder, server(Path(folder)) as (address, token):
        body, kind = form("photo", jpeg)
        url = f"{address}/api/v1/identify"
        over_http = milliseconds(lambda: post(url, body, token, kind))
        in_process = milliseconds(lambda: pipeline.describe_all(image))
    opencv = milliseconds(_opencv(image, Path(read_settings().cache)))
    print(row("adsum serve: POST /api/v1/identify, JPEG in, answer out", over_http))
    print(row("the same pipeline in this process", in_process))
    print(row("OpenCV FaceDetectorYN + FaceRecognizerSF", opencv))
    ratio = statistics.median(opencv) / statistics.median(over_http)
    print(f"OpenCV's bare pipeline takes {ratio:.2f} times as long as the whole HTTP request")


def _opencv(image: np.ndarray, cache: Path) -> object:
    """Return OpenCV's pipeline as a call, on the same folded models and all processors."""
    cv2.setNumThreads(processors())
    with tempfile.TemporaryDirectory() as folder:
        paths = []
        for weights in (YUNET, SFACE):
            paths.append(Path(folder) / f"{weights.name}.onnx")
            paths[-1].write_bytes(model_bytes(folded(weights, cache)))
        height, width = image.shape[:2]
        detector = cv2.FaceDetectorYN.create(str(paths[0]), "", (width, height), 0.7)
        recogniser = cv2.FaceRecognizerSF.create(str(paths[1]), "")

    def run() -> None:
        _, faces = detector.detect(image)
        for face in faces:
            recogniser.feature(recogniser.alignCrop(image, face))

    return run


if __name__ == "__main__":
    main()
