"""Galleries as .npz, HDF5 and Parquet. Never as pickle, which runs whatever it is told.

Every format has the same three things: `names`, `vectors` (or `embeddings`) and `model`. Files may
come from anywhere: sizes are checked before anything is read, types after.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from adsum.app.ports.gallery_files import GalleryRows
from adsum.errors import AdsumError, InvalidInput, Unavailable
from adsum.exports import gallery_hdf5, gallery_npz, gallery_parquet
from adsum.exports.gallery_parts import MOST_ROWS, BadGalleryFile, GalleryParts

# The numbers of an embedding; published ones have 128 to 2,622.
DIMENSIONS = range(2, 8193)


class UnknownGalleryFormat(InvalidInput):
    """The file's ending is none that Adsum reads or writes; pickle is refused by design."""

    code = "gallery.unknown_format"
    remedy = "Use a file that ends in .npz, .h5, .hdf5 or .parquet."


class GalleryUnwritable(Unavailable):
    """The gallery's file cannot be written or read."""

    code = "gallery.file_unavailable"
    remedy = "Give a file in a folder that you can use."


Read = Callable[[Path], GalleryParts]
Write = Callable[[Path, GalleryRows], None]
FORMATS: dict[str, tuple[Read, Write]] = {
    ".npz": (gallery_npz.read, gallery_npz.write),
    ".h5": (gallery_hdf5.read, gallery_hdf5.write),
    ".hdf5": (gallery_hdf5.read, gallery_hdf5.write),
    ".parquet": (gallery_parquet.read, gallery_parquet.write),
}


class FormattedGalleryFiles:
    """Implements `app.ports.gallery_files.GalleryFiles`."""

    def write(self, path: Path, rows: GalleryRows) -> None:
        """Write through a temporary file: what was there before stays if writing fails."""
        _, write = _format(path)
        temporary = path.with_name(f".{path.name}.part{path.suffix}")
        try:
            write(temporary, rows)
            temporary.replace(path)
        except OSError as error:
            temporary.unlink(missing_ok=True)
            raise GalleryUnwritable(f"{path} cannot be written: {error.strerror}") from error

    def read(self, path: Path) -> GalleryRows:
        read, _ = _format(path)
        try:
            with path.open("rb"):
                pass
        except OSError as error:
            raise GalleryUnwritable(f"{path} cannot be read: {error.strerror}") from error
        try:
            parts = read(path)
        except AdsumError:
            raise
        # What the readers make of a damaged or hostile file: each library has errors of its own.
        except (OSError, ValueError, KeyError, TypeError, EOFError, RuntimeError) as error:
            raise BadGalleryFile(f"{path.name} cannot be understood: {error}") from error
        return _checked(path.name, parts)


def _format(path: Path) -> tuple[Read, Write]:
    found = FORMATS.get(path.suffix.lower())
    if found is None:
        raise UnknownGalleryFormat(f"{path.name} ends in {path.suffix or 'nothing'}")
    return found


def _checked(name: str, parts: GalleryParts) -> GalleryRows:
    vectors = _vectors(name, parts.vectors)
    names = tuple(parts.names)
    if len(names) != len(vectors):
        raise BadGalleryFile(f"{name} has {len(names)} names and {len(vectors)} vectors")
    return GalleryRows(names, vectors, parts.model)


def _vectors(name: str, given: NDArray[Any]) -> NDArray[np.float32]:
    if given.ndim != 2 or given.dtype.kind != "f":
        raise BadGalleryFile(f"{name}: vectors are not rows of decimal numbers")
    if len(given) > MOST_ROWS or given.shape[1] not in DIMENSIONS:
        raise BadGalleryFile(f"{name}: {given.shape[0]} x {given.shape[1]} vectors")
    with np.errstate(over="ignore"):
        vectors = given.astype(np.float32)
    lengths = np.linalg.norm(vectors, axis=1)
    if not np.isfinite(lengths).all() or (lengths == 0).any():
        raise BadGalleryFile(f"{name}: a vector is infinite, not a number, or zero")
    return vectors
