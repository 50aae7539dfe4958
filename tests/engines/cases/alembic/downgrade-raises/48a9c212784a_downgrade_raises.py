"""Downgrade raises"""
import sqlalchemy as sa
from alembic import op

revision = "48a9c212784a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(30), nullable=False),
        if_not_exists=True,
    )


def downgrade():
    raise NotImplementedError("one way")
