"""Pg enum python class"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0221abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

import enum


class JobState(enum.Enum):
    PENDING = "pending"
    DONE = "done"


def upgrade():
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.Enum(JobState, name="job_state"), nullable=False, server_default="PENDING"),
    )


def downgrade():
    op.drop_table("jobs")
    op.execute("DROP TYPE IF EXISTS job_state")
