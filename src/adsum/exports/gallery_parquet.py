"""Galleries as Parquet. Needs the extra `parquet`."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from adsum.app.ports.gallery_files import GalleryRows
from adsum.exports.gallery_parts import (
    MOST_BYTES,
    MOST_ROWS,
    BadGalleryFile,
    GalleryParts,
    vectors_name,
)
from adsum.exports.library import needed

_MODEL = b"model"


def write(path: Path, rows: GalleryRows) -> None:
    """Write the columns `names` and `vectors` (lists of float), and `model` in the metadata."""
    arrow, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    dimensions = rows.vectors.shape[1]
    flat = arrow.array(rows.vectors.reshape(-1))
    table = arrow.table(
        {
            "names": arrow.array(rows.names, arrow.string()),
            "vectors": arrow.FixedSizeListArray.from_arrays(flat, dimensions),
        }
    )
    parquet.write_table(table.replace_schema_metadata({_MODEL: rows.model.encode()}), path)


def read(path: Path) -> GalleryParts:
    """Read the two columns, whatever others there are."""
    arrow, parquet = needed("pyarrow", "parquet"), needed("pyarrow.parquet", "parquet")
    try:
        with parquet.ParquetFile(path) as file:
            found = file.metadata
            size = sum(found.row_group(n).total_byte_size for n in range(found.num_row_groups))
            if found.num_rows > MOST_ROWS or size > MOST_BYTES:
                raise BadGalleryFile(f"{path.name} has {found.num_rows:,} rows, {size:,} bytes")
            called = vectors_name(file.schema_arrow.names, path.name)
            table = file.read(columns=["names", called])
            model = (file.schema_arrow.metadata or {}).get(_MODEL, b"").decode()
    except arrow.ArrowException as error:
        raise BadGalleryFile(f"{path.name} cannot be understood: {error}") from error
    kinds = arrow.types
    if not kinds.is_string(table.schema.field("names").type):
        raise BadGalleryFile(f"{path.name}: names are not text")
    rows = table.column(called).to_pylist()
    if any(row is None or None in row for row in rows) or None in table.column("names").to_pylist():
        raise BadGalleryFile(f"{path.name}: something is missing in a row")
    return GalleryParts(table.column("names").to_pylist(), np.array(rows, dtype=np.float64), model)
