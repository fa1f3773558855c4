"""Master data, corrections, leave, closed periods, audit log, credentials, outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adsum.storage.columns import JSON_TEXT, MYSQL, SEALED, UtcDateTime, string

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("punches", sa.Column("author", string(48), nullable=True))
    op.add_column("punches", sa.Column("device_id", string(48), nullable=True))
    op.add_column("accounts", sa.Column("person_id", string(48), nullable=True))
    op.add_column("accounts", sa.Column("team_ids", JSON_TEXT, nullable=True))
    op.add_column("accounts", sa.Column("disabled_at", UtcDateTime(), nullable=True))
    _create_documents()
    _create_audit_log()
    _create_corrections()
    _create_leave()
    _create_periods()
    _create_credentials()
    _create_outbox()


def _create_documents() -> None:
    op.create_table(
        "documents",
        sa.Column("kind", string(40), nullable=False),
        sa.Column("id", string(48), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("title_key", string(360), nullable=False),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("kind", "id", name="pk_documents"),
        **MYSQL,
    )
    op.create_table(
        "generations",
        sa.Column("name", string(40), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_generations"),
        **MYSQL,
    )
    op.create_table(
        "secrets",
        sa.Column("name", string(160), nullable=False),
        sa.Column("sealed", SEALED, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_secrets"),
        **MYSQL,
    )


def _create_audit_log() -> None:
    op.create_table(
        "audit_log",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("actor", string(48), nullable=False),
        sa.Column("role", string(20), nullable=False),
        sa.Column("name", string(60), nullable=False),
        sa.Column("kind", string(40), nullable=False),
        sa.Column("subject", string(120), nullable=False),
        sa.Column("person_id", string(48), nullable=True),
        sa.Column("before_digest", string(64), nullable=True),
        sa.Column("after_digest", string(64), nullable=True),
        sa.Column("detail", JSON_TEXT, nullable=False),
        sa.Column("previous", string(64), nullable=False),
        sa.Column("digest", string(64), nullable=False),
        sa.PrimaryKeyConstraint("number", name="pk_audit_log"),
        **MYSQL,
    )
    op.create_index("ix_audit_log_actor_number", "audit_log", ["actor", "number"])
    op.create_index("ix_audit_log_person_id_number", "audit_log", ["person_id", "number"])


def _create_corrections() -> None:
    op.create_table(
        "corrections",
        sa.Column("id", string(48), nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("about", UtcDateTime(), nullable=False),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_corrections"),
        **MYSQL,
    )
    op.create_index("ix_corrections_about", "corrections", ["about"])
    op.create_index("ix_corrections_person_id_about", "corrections", ["person_id", "about"])
    op.create_table(
        "correction_decisions",
        sa.Column("correction_id", string(48), nullable=False),
        sa.Column("approval", string(20), nullable=False),
        sa.Column("decided_by", string(48), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("correction_id", name="pk_correction_decisions"),
        sa.ForeignKeyConstraint(
            ["correction_id"], ["corrections.id"], name="fk_correction_decisions_correction_id"
        ),
        **MYSQL,
    )


def _create_leave() -> None:
    op.create_table(
        "leave_requests",
        sa.Column("id", string(48), nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_leave_requests"),
        **MYSQL,
    )
    op.create_index("ix_leave_requests_person_id", "leave_requests", ["person_id"])
    op.create_table(
        "leave_decisions",
        sa.Column("request_id", string(48), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("state", string(20), nullable=False),
        sa.Column("decided_by", string(48), nullable=False),
        sa.Column("decided_at", UtcDateTime(), nullable=False),
        sa.Column("reason", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("request_id", "number", name="pk_leave_decisions"),
        sa.ForeignKeyConstraint(
            ["request_id"], ["leave_requests.id"], name="fk_leave_decisions_request_id"
        ),
        **MYSQL,
    )


def _create_periods() -> None:
    op.create_table(
        "closed_periods",
        sa.Column("id", string(48), nullable=False),
        sa.Column("first", sa.Date(), nullable=False),
        sa.Column("last", sa.Date(), nullable=False),
        sa.Column("closed_by", string(48), nullable=False),
        sa.Column("closed_at", UtcDateTime(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("digest", string(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_closed_periods"),
        **MYSQL,
    )
    op.create_table(
        "closed_figures",
        sa.Column("period_id", string(48), nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("period_id", "person_id", name="pk_closed_figures"),
        sa.ForeignKeyConstraint(
            ["period_id"], ["closed_periods.id"], name="fk_closed_figures_period_id"
        ),
        **MYSQL,
    )
    op.create_index("ix_closed_figures_person_id", "closed_figures", ["person_id"])
    op.create_table(
        "adjustments",
        sa.Column("period_id", string(48), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("posted_on", sa.Date(), nullable=False),
        sa.Column("date", sa.Date(), nullable=False),
        sa.Column("before_figures", JSON_TEXT, nullable=True),
        sa.Column("after_figures", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("period_id", "number", name="pk_adjustments"),
        sa.ForeignKeyConstraint(
            ["period_id"], ["closed_periods.id"], name="fk_adjustments_period_id"
        ),
        **MYSQL,
    )
    op.create_index("ix_adjustments_person_id", "adjustments", ["person_id"])
    op.create_index("ix_adjustments_posted_on", "adjustments", ["posted_on"])


def _create_credentials() -> None:
    op.create_table(
        "credentials",
        sa.Column("id", string(48), nullable=False),
        sa.Column("kind", string(20), nullable=False),
        sa.Column("name", string(120), nullable=False),
        sa.Column("token_hash", string(64), nullable=False),
        sa.Column("role", string(20), nullable=False),
        sa.Column("account_id", string(48), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("scopes", JSON_TEXT, nullable=True),
        sa.Column("place", string(120), nullable=True),
        sa.Column("expires_at", UtcDateTime(), nullable=True),
        sa.Column("last_used_at", UtcDateTime(), nullable=True),
        sa.Column("revoked_at", UtcDateTime(), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_credentials"),
        sa.UniqueConstraint("token_hash", name="uq_credentials_token_hash"),
        **MYSQL,
    )
    op.create_table(
        "pins",
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("pin_hash", string(255), nullable=False),
        sa.Column("updated_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("person_id", name="pk_pins"),
        **MYSQL,
    )


def _create_outbox() -> None:
    op.create_table(
        "outbox",
        sa.Column("id", string(48), nullable=False),
        sa.Column("channel", string(40), nullable=False),
        sa.Column("target", string(48), nullable=False),
        sa.Column("event", string(60), nullable=False),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("next_at", UtcDateTime(), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("state", string(20), nullable=False),
        sa.Column("finished_at", UtcDateTime(), nullable=True),
        sa.Column("error", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_outbox"),
        **MYSQL,
    )
    op.create_index("ix_outbox_state_next_at", "outbox", ["state", "next_at"])
    op.create_table(
        "idempotency_keys",
        sa.Column("scope", string(48), nullable=False),
        sa.Column("name", string(120), nullable=False),
        sa.Column("fingerprint", string(64), nullable=False),
        sa.Column("status", sa.Integer(), nullable=False),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("scope", "name", name="pk_idempotency_keys"),
        **MYSQL,
    )
    op.create_index("ix_idempotency_keys_created_at", "idempotency_keys", ["created_at"])


def downgrade() -> None:
    for table in (
        "idempotency_keys",
        "outbox",
        "pins",
        "credentials",
        "adjustments",
        "closed_figures",
        "closed_periods",
        "leave_decisions",
        "leave_requests",
        "correction_decisions",
        "corrections",
        "audit_log",
        "secrets",
        "generations",
        "documents",
    ):
        op.drop_table(table)
    for column in ("disabled_at", "team_ids", "person_id"):
        op.drop_column("accounts", column)
    for column in ("device_id", "author"):
        op.drop_column("punches", column)
