"""Encoding pictures: JPEG without metadata."""

from __future__ import annotations

import io

import numpy as np
import PIL.Image

from adsum.vision.types import Image


class JpegEncoder:
    """Encodes BGR images."""

    def __init__(self, quality: int = 92) -> None:
        self._quality = quality

    def encode(self, image: Image) -> bytes:
        """Return `image` (BGR) as a JPEG file's bytes."""
        buffer = io.BytesIO()
        rgb = np.ascontiguousarray(image[:, :, ::-1])
        PIL.Image.fromarray(rgb).save(buffer, "JPEG", quality=self._quality)
        return buffer.getvalue()
