"""Enrolments of many people at once, as jobs."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from adsum.storage.columns import JSON_TEXT, MYSQL, UtcDateTime, string

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "enrolment_jobs",
        sa.Column("id", string(48), nullable=False),
        sa.Column("state", string(20), nullable=False),
        sa.Column("created_at", UtcDateTime(), nullable=False),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_enrolment_jobs"),
        **MYSQL,
    )
    op.create_index("ix_enrolment_jobs_created_at", "enrolment_jobs", ["created_at"])
    op.create_table(
        "enrolment_rows",
        sa.Column("job_id", string(48), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("preview", string(20), nullable=True),
        sa.Column("result", string(20), nullable=True),
        sa.Column("body", JSON_TEXT, nullable=False),
        sa.PrimaryKeyConstraint("job_id", "number", name="pk_enrolment_rows"),
        sa.ForeignKeyConstraint(["job_id"], ["enrolment_jobs.id"], name="fk_enrolment_rows_job_id"),
        **MYSQL,
    )


def downgrade() -> None:
    op.drop_table("enrolment_rows")
    op.drop_table("enrolment_jobs")
