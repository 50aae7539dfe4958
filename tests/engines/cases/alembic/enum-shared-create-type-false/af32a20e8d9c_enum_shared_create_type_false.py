"""Enum shared create type false"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "af32a20e8d9c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    status = postgresql.ENUM("queued", "running", "done", name="job_status", create_type=False)
    status.create(op.get_bind(), checkfirst=True)
    op.create_table(
        "jobs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("status", status, nullable=False, server_default="queued"),
        if_not_exists=True,
    )
    op.create_table(
        "job_runs",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("job_id", sa.Integer(), sa.ForeignKey("jobs.id", ondelete="CASCADE"), index=True),
        sa.Column("status", status, nullable=False),
        if_not_exists=True,
    )


def downgrade():
    op.drop_table("job_runs")
    op.drop_table("jobs")
    postgresql.ENUM(name="job_status").drop(op.get_bind(), checkfirst=True)
