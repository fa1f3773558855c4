"""Galleries as HDF5. Needs the extra `hdf5`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from adsum.app.ports.gallery_files import GalleryRows
from adsum.exports.gallery_parts import (
    MOST_BYTES,
    MOST_ROWS,
    BadGalleryFile,
    GalleryParts,
    vectors_name,
)
from adsum.exports.library import needed


def write(path: Path, rows: GalleryRows) -> None:
    """Write the data sets `names` and `vectors`, and the attribute `model`."""
    h5py = needed("h5py", "hdf5")
    with h5py.File(path, "w") as file:
        file.create_dataset("names", data=list(rows.names), dtype=h5py.string_dtype())
        file.create_dataset("vectors", data=rows.vectors, compression="gzip", shuffle=True)
        file.attrs["model"] = rows.model


def read(path: Path) -> GalleryParts:
    """Read the data sets, none of which may lie outside of the file."""
    h5py = needed("h5py", "hdf5")
    with h5py.File(path, "r") as file:
        vectors = _own(h5py, file, vectors_name(list(file), path.name), path.name)
        names = _own(h5py, file, "names", path.name)
        if h5py.check_string_dtype(names.dtype) is None:
            raise BadGalleryFile(f"{path.name}: names are not text")
        model = file.attrs.get("model", "")
        if isinstance(model, bytes):
            model = model.decode()
        if not isinstance(model, str):
            raise BadGalleryFile(f"{path.name}: model is not text")
        return GalleryParts(names.asstr()[()].tolist(), vectors[()], model)


def _own(h5py: Any, file: Any, name: str, called: str) -> Any:
    """Return a data set that is stored in this very file and not too large to read."""
    data = file[name] if isinstance(file.get(name, getlink=True), h5py.HardLink) else None
    if not isinstance(data, h5py.Dataset) or data.external or data.is_virtual:
        raise BadGalleryFile(f"{called}: {name} is no data set of its own")
    if not data.shape or data.shape[0] > MOST_ROWS or data.nbytes > MOST_BYTES:
        raise BadGalleryFile(f"{called}: {name} has the shape {data.shape}")
    return data
