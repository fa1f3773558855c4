"""The stages that an adapter can replace."""

from __future__ import annotations

from typing import Protocol

from adsum.vision.types import Embedding, Face, Image, RecogniserId


class Detector(Protocol):
    """Finds faces with five landmarks each."""

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image` (BGR) in its own pixels, most confident first."""
        ...


class Aligner(Protocol):
    """Cuts a face out of its picture in the way that an embedder was trained with."""

    def crop(self, image: Image, face: Face) -> Image:
        """Return the upright crop (BGR) of `face` in `image` (BGR)."""
        ...


class Embedder(Protocol):
    """Turns one face into an embedding; aligns it as its own training did."""

    @property
    def made_by(self) -> RecogniserId: ...

    def embed(self, image: Image, face: Face) -> Embedding:
        """Return the embedding of `face` in `image` (BGR)."""
        ...
