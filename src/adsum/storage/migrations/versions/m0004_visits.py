"""Visits of people who are not enrolled."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adsum.storage.columns import MYSQL, REAL, SEALED, UtcDateTime, string

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    op.create_table(
        "visits",
        sa.Column("id", string(48), nullable=False),
        sa.Column("visitor_id", string(48), nullable=False),
        sa.Column("camera", string(48), nullable=False),
        sa.Column("place", string(120), nullable=False),
        sa.Column("first_at", UtcDateTime(), nullable=False),
        sa.Column("last_at", UtcDateTime(), nullable=False),
        sa.Column("quality", REAL, nullable=False),
        sa.Column("model", string(60), nullable=False),
        sa.Column("version", string(60), nullable=False),
        sa.Column("precision", string(10), nullable=False),
        sa.Column("sealed_crop", SEALED, nullable=False),
        sa.Column("sealed_vector", SEALED, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_visits"),
        **MYSQL,
    )
    op.create_index("ix_visits_visitor_id_last_at", "visits", ["visitor_id", "last_at"])
    op.create_index("ix_visits_last_at", "visits", ["last_at"])


def downgrade() -> None:
    op.drop_table("visits")
