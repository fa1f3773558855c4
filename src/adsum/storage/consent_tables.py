"""The table of consent."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, Table

from adsum.storage.columns import ID, MYSQL, UtcDateTime, metadata, string

consents = Table(
    "consents",
    metadata,
    Column("id", ID, primary_key=True),
    # No foreign key: what a forgotten person agreed to stays, under a pseudonym.
    Column("person_id", ID, nullable=False),
    Column("given", Integer, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("noted_by", ID, nullable=False),
    Column("channel", string(20), nullable=False),
    Column("version", Integer),
    Column("text_digest", string(64)),
    Index(None, "person_id", "at"),
    **MYSQL,
)
