"""Punches can be asked for by when they were recorded."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    op.create_index("ix_punches_recorded_at", "punches", ["recorded_at"])


def downgrade() -> None:
    op.drop_index("ix_punches_recorded_at", "punches")
