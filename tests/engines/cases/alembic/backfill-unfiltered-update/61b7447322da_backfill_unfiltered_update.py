"""Backfill unfiltered update"""
import sqlalchemy as sa
from alembic import op

revision = "61b7447322da"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("channel", sa.String(20), nullable=True))
    op.execute("UPDATE orders SET channel = 'web'")
    op.alter_column("orders", "channel", nullable=False, existing_type=sa.String(20))


def downgrade():
    op.drop_column("orders", "channel")
