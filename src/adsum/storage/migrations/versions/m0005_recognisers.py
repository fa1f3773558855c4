"""Templates of several recognisers for one photo, and which recogniser is in use."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adsum.storage.columns import MYSQL, string

revision = "0005"
down_revision = "0004"

_ONE_EACH = "uq_templates_photo_id_model_version_precision"


def upgrade() -> None:
    columns = ["photo_id", "model", "version", "precision"]
    op.create_index(_ONE_EACH, "templates", columns, unique=True)
    op.create_table(
        "recogniser_choice",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("active", string(1000), nullable=False),
        sa.Column("former", string(1000), nullable=False),
        sa.Column("candidate", string(1000), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_recogniser_choice"),
        **MYSQL,
    )


def downgrade() -> None:
    op.drop_table("recogniser_choice")
    op.drop_index(_ONE_EACH, "templates")
