"""What every gallery format is read into, and the bounds that hold before anything is read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from numpy.typing import NDArray

from adsum.errors import InvalidInput

MOST_ROWS = 2_000_000
MOST_BYTES = 8_000_000_000
VECTORS = ("vectors", "embeddings")


class BadGalleryFile(InvalidInput):
    """A gallery's file is damaged, hostile or not what its ending says."""

    code = "gallery.bad_file"
    remedy = "Write it again: names, vectors (n x d decimal numbers) and model."


@dataclass(frozen=True, slots=True, eq=False)
class GalleryParts:
    """Read, not yet checked against each other."""

    names: Sequence[str]
    vectors: NDArray[Any]
    model: str


def vectors_name(present: Sequence[str], file: str) -> str:
    """Return what the vectors are called in a file that has parts of these names."""
    found = next((name for name in VECTORS if name in present), None)
    if found is None or "names" not in present:
        raise BadGalleryFile(f"{file} lacks names or vectors; it has: {', '.join(present)[:200]}")
    return found
