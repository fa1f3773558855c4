"""The table of unknown people's visits."""

from __future__ import annotations

from sqlalchemy import Column, Index, Table

from adsum.storage.columns import ID, MYSQL, REAL, SEALED, UtcDateTime, metadata, string

visits = Table(
    "visits",
    metadata,
    Column("id", ID, primary_key=True),
    Column("visitor_id", ID, nullable=False),
    Column("camera", ID, nullable=False),
    Column("place", string(120), nullable=False),
    Column("first_at", UtcDateTime, nullable=False),
    Column("last_at", UtcDateTime, nullable=False),
    Column("quality", REAL, nullable=False),
    Column("model", string(60), nullable=False),
    Column("version", string(60), nullable=False),
    Column("precision", string(10), nullable=False),
    # AES-GCM: landmarks (5 x 2 float32, little-endian) and the JPEG crop.
    Column("sealed_crop", SEALED, nullable=False),
    # AES-GCM: the unit vector as float32, little-endian.
    Column("sealed_vector", SEALED, nullable=False),
    Index(None, "visitor_id", "last_at"),
    Index(None, "last_at"),
    **MYSQL,
)
