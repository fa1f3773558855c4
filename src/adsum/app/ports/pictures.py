"""Picture files in and out."""

from __future__ import annotations

from typing import Protocol

from adsum.vision.types import Image


class PictureDecoder(Protocol):
    """Reads a picture that somebody gives."""

    @property
    def max_bytes(self) -> int:
        """Largest file that is read at all."""
        ...

    def decode(self, content: bytes) -> Image:
        """Return the upright BGR picture, or raise an `AdsumError` that says what is wrong."""
        ...


class PictureEncoder(Protocol):
    """Writes a picture that Adsum keeps."""

    def encode(self, image: Image) -> bytes:
        """Return `image` (BGR) as a file's bytes, without metadata."""
        ...
