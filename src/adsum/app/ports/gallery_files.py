"""Galleries as files, for other programs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from adsum.vision.types import Vector


@dataclass(frozen=True, slots=True, eq=False)
class GalleryRows:
    """Embeddings with the names of their people, one a row.

    names: n. vectors: n x d, float32, finite, of any length. model: what made them, as
    "model/version/precision"; empty if the file does not say.
    """

    names: tuple[str, ...]
    vectors: Vector
    model: str = ""


class GalleryFiles(Protocol):
    """Reads and writes galleries; the format follows from the file's ending."""

    def write(self, path: Path, rows: GalleryRows) -> None:
        """Write a file. Raises an `AdsumError` that says why it cannot."""
        ...

    def read(self, path: Path) -> GalleryRows:
        """Read a file that anybody may have made. Raises an `AdsumError` that says what is wrong
        with it."""
        ...
