"""The tables of master data, facts about attendance, and the audit log."""

from __future__ import annotations

from sqlalchemy import Column, Date, ForeignKey, Index, Integer, Table

from adsum.storage.columns import ID, JSON_TEXT, MYSQL, SEALED, UtcDateTime, metadata, string

documents = Table(
    "documents",
    metadata,
    Column("kind", string(40), primary_key=True),
    Column("id", ID, primary_key=True),
    Column("revision", Integer, nullable=False),
    Column("title_key", string(360), nullable=False),
    Column("body", JSON_TEXT, nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    **MYSQL,
)

generations = Table(
    "generations",
    metadata,
    Column("name", string(40), primary_key=True),
    Column("value", Integer, nullable=False),
    **MYSQL,
)

audit_log = Table(
    "audit_log",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", UtcDateTime, nullable=False),
    Column("actor", ID, nullable=False),
    Column("role", string(20), nullable=False),
    Column("name", string(60), nullable=False),
    Column("kind", string(40), nullable=False),
    Column("subject", string(120), nullable=False),
    Column("person_id", ID),
    Column("before_digest", string(64)),
    Column("after_digest", string(64)),
    Column("detail", JSON_TEXT, nullable=False),
    Column("previous", string(64), nullable=False),
    Column("digest", string(64), nullable=False),
    Index(None, "person_id", "number"),
    Index(None, "actor", "number"),
    **MYSQL,
)

corrections = Table(
    "corrections",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, nullable=False),
    # The instant that it is about; when it was made is in the body.
    Column("about", UtcDateTime, nullable=False),
    Column("body", JSON_TEXT, nullable=False),
    Index(None, "about"),
    Index(None, "person_id", "about"),
    **MYSQL,
)

correction_decisions = Table(
    "correction_decisions",
    metadata,
    Column("correction_id", ID, ForeignKey("corrections.id"), primary_key=True),
    Column("approval", string(20), nullable=False),
    Column("decided_by", ID, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    **MYSQL,
)

leave_requests = Table(
    "leave_requests",
    metadata,
    Column("id", ID, primary_key=True),
    Column("person_id", ID, nullable=False, index=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("body", JSON_TEXT, nullable=False),
    **MYSQL,
)

leave_decisions = Table(
    "leave_decisions",
    metadata,
    Column("request_id", ID, ForeignKey("leave_requests.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("state", string(20), nullable=False),
    Column("decided_by", ID, nullable=False),
    Column("decided_at", UtcDateTime, nullable=False),
    Column("reason", JSON_TEXT, nullable=False),
    **MYSQL,
)

closed_periods = Table(
    "closed_periods",
    metadata,
    Column("id", ID, primary_key=True),
    Column("first", Date, nullable=False),
    Column("last", Date, nullable=False),
    Column("closed_by", ID, nullable=False),
    Column("closed_at", UtcDateTime, nullable=False),
    Column("people", Integer, nullable=False),
    Column("digest", string(64), nullable=False),
    **MYSQL,
)

closed_figures = Table(
    "closed_figures",
    metadata,
    Column("period_id", ID, ForeignKey("closed_periods.id"), primary_key=True),
    Column("person_id", ID, primary_key=True),
    # JSON: the days of the person, see `storage.figures`.
    Column("body", JSON_TEXT, nullable=False),
    Index(None, "person_id"),
    **MYSQL,
)

adjustments = Table(
    "adjustments",
    metadata,
    Column("period_id", ID, ForeignKey("closed_periods.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("person_id", ID, nullable=False, index=True),
    Column("posted_on", Date, nullable=False, index=True),
    Column("date", Date, nullable=False),
    Column("before_figures", JSON_TEXT),
    Column("after_figures", JSON_TEXT, nullable=False),
    **MYSQL,
)

credentials = Table(
    "credentials",
    metadata,
    Column("id", ID, primary_key=True),
    Column("kind", string(20), nullable=False),
    Column("name", string(120), nullable=False),
    Column("token_hash", string(64), nullable=False, unique=True),
    Column("role", string(20), nullable=False),
    Column("account_id", ID, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("scopes", JSON_TEXT),
    Column("place", string(120)),
    Column("expires_at", UtcDateTime),
    Column("last_used_at", UtcDateTime),
    Column("revoked_at", UtcDateTime),
    **MYSQL,
)

pins = Table(
    "pins",
    metadata,
    Column("person_id", ID, primary_key=True),
    Column("pin_hash", string(255), nullable=False),
    Column("updated_at", UtcDateTime, nullable=False),
    **MYSQL,
)

outbox = Table(
    "outbox",
    metadata,
    Column("id", ID, primary_key=True),
    Column("channel", string(40), nullable=False),
    Column("target", ID, nullable=False),
    Column("event", string(60), nullable=False),
    Column("body", JSON_TEXT, nullable=False),
    Column("created_at", UtcDateTime, nullable=False),
    Column("next_at", UtcDateTime, nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("state", string(20), nullable=False),
    Column("finished_at", UtcDateTime),
    Column("error", JSON_TEXT, nullable=False),
    Index(None, "state", "next_at"),
    **MYSQL,
)

idempotency_keys = Table(
    "idempotency_keys",
    metadata,
    Column("scope", ID, primary_key=True),
    Column("name", string(120), primary_key=True),
    Column("fingerprint", string(64), nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", JSON_TEXT, nullable=False),
    Column("created_at", UtcDateTime, nullable=False, index=True),
    **MYSQL,
)

secrets = Table(
    "secrets",
    metadata,
    Column("name", string(160), primary_key=True),
    # AES-GCM: the secret as UTF-8.
    Column("sealed", SEALED, nullable=False),
    **MYSQL,
)
