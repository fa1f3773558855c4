"""Who agreed to being recognised by face."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adsum.storage.columns import MYSQL, UtcDateTime, string

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.create_table(
        "consents",
        sa.Column("id", string(48), nullable=False),
        sa.Column("person_id", string(48), nullable=False),
        sa.Column("given", sa.Integer(), nullable=False),
        sa.Column("at", UtcDateTime(), nullable=False),
        sa.Column("noted_by", string(48), nullable=False),
        sa.Column("channel", string(20), nullable=False),
        sa.Column("version", sa.Integer(), nullable=True),
        sa.Column("text_digest", string(64), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_consents"),
        **MYSQL,
    )
    op.create_index("ix_consents_person_id_at", "consents", ["person_id", "at"])


def downgrade() -> None:
    op.drop_table("consents")
