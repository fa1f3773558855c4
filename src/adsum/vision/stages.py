"""The stages that an adapter can replace."""

from __future__ import annotations

from typing import Protocol

from adsum.vision.types import Embedding, Face, Image, Points, RecogniserId


class Detector(Protocol):
    """Finds faces with five landmarks each."""

    def detect(self, image: Image) -> list[Face]:
        """Return the faces of `image` (BGR) in its own pixels, most confident first."""
        ...


class Embedder(Protocol):
    """Turns one face into an embedding; aligns it as its own training did."""

    @property
    def made_by(self) -> RecogniserId: ...

    def embed(self, image: Image, landmarks: Points) -> Embedding:
        """Return the embedding of the face with these 5 `landmarks` in `image` (BGR)."""
        ...
