"""People, photos, templates, punches, accounts."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adsum.storage.columns import MYSQL, REAL, SEALED, UtcDateTime, string

revision = "0001"
down_revision = None


def upgrade() -> None:
    op.create_table(
        "people",
        sa.Column("id", string(48), nullable=False),
        sa.Column("name", string(120), nullable=False),
        sa.Column("name_key", string(360), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_people"),
        sa.UniqueConstraint("name_key", name="uq_people_name_key"),
        **MYSQL,
    )
    op.create_table(
        "photos",
        sa.Column("id", string(48), nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("sha256", string(64), nullable=False),
        sa.Column("quality", REAL, nullable=False),
        sa.Column("sealed_crop", SEALED, nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_photos"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_photos_person_id"),
        sa.UniqueConstraint("person_id", "sha256", name="uq_photos_person_id_sha256"),
        **MYSQL,
    )
    op.create_table(
        "templates",
        sa.Column("id", string(48), nullable=False),
        sa.Column("photo_id", string(48), nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("model", string(60), nullable=False),
        sa.Column("version", string(60), nullable=False),
        sa.Column("precision", string(10), nullable=False),
        sa.Column("sealed_vector", SEALED, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_templates"),
        sa.ForeignKeyConstraint(["photo_id"], ["photos.id"], name="fk_templates_photo_id"),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name="fk_templates_person_id"),
        **MYSQL,
    )
    op.create_index("ix_templates_photo_id", "templates", ["photo_id"])
    op.create_index("ix_templates_person_id", "templates", ["person_id"])
    generation = op.create_table(
        "gallery_generation",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_gallery_generation"),
        **MYSQL,
    )
    op.bulk_insert(generation, [{"id": 1, "value": 0}])
    _create_punches()
    _create_accounts()


def _create_punches() -> None:
    op.create_table(
        "punches",
        sa.Column("id", string(48), nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("zone", string(60), nullable=False),
        sa.Column("place", string(120), nullable=False),
        sa.Column("source", string(20), nullable=False),
        sa.Column("recorded_at", UtcDateTime(), nullable=False),
        sa.Column("client_id", string(120), nullable=False),
        sa.Column("declared", string(3), nullable=True),
        sa.Column("score", REAL, nullable=True),
        sa.Column("clock_offset_seconds", REAL, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_punches"),
        sa.UniqueConstraint("client_id", name="uq_punches_client_id"),
        **MYSQL,
    )
    op.create_index("ix_punches_at", "punches", ["at"])
    op.create_index("ix_punches_person_id_at", "punches", ["person_id", "at"])


def _create_accounts() -> None:
    op.create_table(
        "accounts",
        sa.Column("id", string(48), nullable=False),
        sa.Column("login", string(120), nullable=False),
        sa.Column("login_key", string(360), nullable=False),
        sa.Column("role", string(20), nullable=False),
        sa.Column("password_hash", string(255), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_accounts"),
        sa.UniqueConstraint("login_key", name="uq_accounts_login_key"),
        **MYSQL,
    )
    op.create_table(
        "access_tokens",
        sa.Column("token_hash", string(64), nullable=False),
        sa.Column("account_id", string(48), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("expires_at", UtcDateTime(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash", name="pk_access_tokens"),
        sa.ForeignKeyConstraint(
            ["account_id"], ["accounts.id"], name="fk_access_tokens_account_id"
        ),
        **MYSQL,
    )
    op.create_index("ix_access_tokens_account_id", "access_tokens", ["account_id"])


def downgrade() -> None:
    for table in (
        "access_tokens",
        "accounts",
        "punches",
        "gallery_generation",
        "templates",
        "photos",
        "people",
    ):
        op.drop_table(table)
