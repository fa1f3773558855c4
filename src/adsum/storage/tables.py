"""The tables. Their history is in `migrations/`; this is what it adds up to."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    UniqueConstraint,
)

from adsum.storage.columns import ID, MYSQL, SEALED, UtcDateTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

people = Table(
    "people",
    metadata,
    Column("id", ID, primary_key=True),
    Column("name", String(120), nullable=False),
    Column("name_key", String(360), nullable=False, unique=True),
    Column("created_at", UtcDateTime, nullable=False),
    **MYSQL,
)

photos = Table(
    "photos",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, ForeignKey("people.id"), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("quality", Float, nullable=False),
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
    Column("model", String(60), nullable=False),
    Column("version", String(60), nullable=False),
    Column("precision", String(10), nullable=False),
    # AES-GCM: the unit vector as float32, little-endian.
    Column("sealed_vector", SEALED, nullable=False),
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
    Column("zone", String(60), nullable=False),
    Column("place", String(120), nullable=False),
    Column("source", String(20), nullable=False),
    Column("recorded_at", UtcDateTime, nullable=False),
    Column("client_id", String(120), nullable=False, unique=True),
    Column("declared", String(3)),
    Column("score", Float),
    Column("clock_offset_seconds", Float, nullable=False),
    Index(None, "at"),
    Index(None, "person_id", "at"),
    **MYSQL,
)

accounts = Table(
    "accounts",
    metadata,
    Column("id", ID, primary_key=True),
    Column("login", String(120), nullable=False),
    Column("login_key", String(360), nullable=False, unique=True),
    Column("role", String(20), nullable=False),
    Column("password_hash", String(255), nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    **MYSQL,
)

access_tokens = Table(
    "access_tokens",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("account_id", ID, ForeignKey("accounts.id"), nullable=False, index=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("expires_at", UtcDateTime, nullable=False),
    **MYSQL,
)
