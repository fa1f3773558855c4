"""The cameras that the server is watching, as the edges see them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from adsum.app.camera_figures import CameraFigures


class LiveCameras(Protocol):
    """Figures and pictures of what is being watched now."""

    def figures(self) -> Sequence[CameraFigures]:
        """Return how every watched camera is doing."""
        ...

    def picture(self, camera_id: str) -> tuple[float, bytes] | None:
        """Return the newest frame with boxes and names as a JPEG, and when it was taken in seconds
        on the camera's own clock; None while there is none."""
        ...
