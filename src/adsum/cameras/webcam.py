"""Webcams through OpenCV: V4L2, DirectShow and AVFoundation. PyAV is built without these."""

from __future__ import annotations

import time
from collections.abc import Iterator

import cv2
import numpy as np

from adsum.cameras.faults import CameraSilent, CameraUnreachable
from adsum.vision.picture import WholePicture
from adsum.vision.types import Image

_PREFIX = "/dev/video"


class WebcamFrame(WholePicture):
    """A frame of a webcam. Implements `app.ports.video.Frame`."""

    def __init__(self, image: Image, at: float) -> None:
        super().__init__(image)
        self.at = at


class Webcam:
    """A camera of this machine. Implements `app.ports.video.FrameSource`."""

    live = True
    damaged = 0
    seconds = None

    def __init__(self, device: str, size: tuple[int, int] = (1280, 720)) -> None:
        """Open the device by its number or path, asking for frames of `size`.

        Raises:
            CameraUnreachable: there is none, or another program has it.
        """
        self._device = device
        # It would print what the error says anyway.
        cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
        self._capture = cv2.VideoCapture(int(device.removeprefix(_PREFIX)))
        if not self._capture.isOpened():
            raise CameraUnreachable(
                f"there is no webcam {device}, or another program uses it",
                remedy="List the webcams of this machine, and close the other program.",
            )
        self._capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
        self._capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])

    def frames(self) -> Iterator[WebcamFrame]:
        """Yield frames until the webcam is pulled out."""
        while True:
            read, image = self._capture.read()
            if not read or image is None or image.size == 0:
                raise CameraSilent(f"the webcam {self._device} sends nothing any more")
            yield WebcamFrame(np.asarray(image, np.uint8), time.monotonic())

    def close(self) -> None:
        """Give the device back."""
        self._capture.release()
