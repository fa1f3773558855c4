"""The tables of enrolments in bulk."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table

from adsum.storage.columns import ID, JSON_TEXT, MYSQL, UtcDateTime, metadata, string

enrolment_jobs = Table(
    "enrolment_jobs",
    metadata,
    Column("id", ID, primary_key=True),
    Column("state", string(20), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    # JSON: the whole job.
    Column("body", JSON_TEXT, nullable=False),
    Index(None, "created_at"),
    **MYSQL,
)

enrolment_rows = Table(
    "enrolment_rows",
    metadata,
    Column("job_id", ID, ForeignKey("enrolment_jobs.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("preview", string(20)),
    Column("result", string(20)),
    # JSON: the whole row.
    Column("body", JSON_TEXT, nullable=False),
    **MYSQL,
)
