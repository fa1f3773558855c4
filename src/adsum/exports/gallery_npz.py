"""Galleries as numpy's .npz, without pickled objects."""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np

from adsum.app.ports.gallery_files import GalleryRows
from adsum.exports.gallery_parts import MOST_BYTES, BadGalleryFile, GalleryParts, vectors_name


def write(path: Path, rows: GalleryRows) -> None:
    """Write `names`, `vectors`, `model`."""
    with path.open("wb") as file:
        np.savez_compressed(
            file,
            names=np.array(rows.names, dtype=np.str_),
            vectors=rows.vectors,
            model=np.array(rows.model, dtype=np.str_),
        )


def read(path: Path) -> GalleryParts:
    """Read the arrays; one that needs unpickling is refused."""
    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        raise BadGalleryFile(f"{path.name} is no .npz file") from error
    if size > MOST_BYTES:
        raise BadGalleryFile(f"{path.name} would unpack to {size:,} bytes")
    try:
        with np.load(path, allow_pickle=False) as file:
            vectors = file[vectors_name(file.files, path.name)]
            names = file["names"]
            model = file["model"] if "model" in file.files else np.array("")
    except zipfile.BadZipFile as error:
        raise BadGalleryFile(f"{path.name} is damaged") from error
    if names.ndim != 1 or names.dtype.kind != "U" or model.dtype.kind != "U" or model.ndim:
        raise BadGalleryFile(f"{path.name}: names or model are not text")
    return GalleryParts(names.tolist(), vectors, str(model))
