"""The tables. Their history is in `migrations/`; this is what it adds up to."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    Table,
    UniqueConstraint,
)

from adsum.storage import attendance_tables, consent_tables, job_tables, visit_tables
from adsum.storage.columns import ID, JSON_TEXT, MYSQL, REAL, SEALED, UtcDateTime, metadata, string

# Imported so that `metadata` is complete wherever it is used.
__all__ = [
    "access_tokens",
    "accounts",
    "attendance_tables",
    "consent_tables",
    "gallery_generation",
    "job_tables",
    "metadata",
    "people",
    "photos",
    "punches",
    "recogniser_choice",
    "templates",
    "visit_tables",
]

people = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", string(120), nullable=False),
    Column("name_key", string(360), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    **MYSQL,
)

photos = Table(
    "photos",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id"), nullable=False),
    Column("sha256", string(64), nullable=False),
    Column("quality", REAL, nullable=False),
    # AES-GCM: landmarks (5 x 2 float32, little-endian) and the JPEG crop.
    Column("sealed_crop", SEALED, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    UniqueConstraint("person_id", "sha256"),
    **MYSQL,
)

templates = Table(
    "templates",
    metadata,
    Column("id", ID, primary_key=True),
    Column("photo_id", ID, ForeignKey("photos.id"), nullable=False, index=True),
    Column("person_id", ID, ForeignKey("people.id"), nullable=False, index=True),
    Column("model", string(60), nullable=False),
    Column("version", string(60), nullable=False),
    Column("precision", string(10), nullable=False),
    # AES-GCM: the unit vector as float32, little-endian.
    Column("sealed_vector", SEALED, nullable=False),
    **MYSQL,
)

Index(
    "uq_templates_photo_id_model_version_precision",
    templates.c.photo_id,
    templates.c.model,
    templates.c.version,
    templates.c.precision,
    unique=True,
)

recogniser_choice = Table(
    "recogniser_choice",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("active", string(1000), nullable=False),
    Column("former", string(1000), nullable=False),
    Column("candidate", string(1000), nullable=False),
    **MYSQL,
)

gallery_generation = Table(
    "gallery_generation",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", Integer, nullable=False),
    **MYSQL,
)

punches = Table(
    "punches",
    metadata,
    Column("id", ID, primary_key=True),
    # No foreign key: the punches of a forgotten person stay, under a pseudonym.
    Column("person_id", ID, nullable=False),
    Column("at", UtcDateTime, nullable=False),
    Column("zone", string(60), nullable=False),
    Column("place", string(120), nullable=False),
    Column("source", string(20), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("client_id", string(120), nullable=False, unique=True),
    Column("declared", string(3)),
    Column("score", REAL),
    Column("clock_offset_seconds", REAL, nullable=False),
    Column("author", ID),
    Column("device_id", ID),
    Index(None, "at"),
    Index(None, "person_id", "at"),
    Index(None, "recorded_at"),
    **MYSQL,
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login", string(120), nullable=False),
    Column("login_key", string(360), nullable=False, unique=True),
    Column("role", string(20), nullable=False),
    Column("password_hash", string(255), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("person_id", ID),
    # JSON: the ids of the teams that a manager leads.
    Column("team_ids", JSON_TEXT),
    Column("disabled_at", UtcDateTime),
    **MYSQL,
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("token_hash", string(64), primary_key=True),
    Column("account_id", ID, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    **MYSQL,
)
