"""Backfill filtered then not null"""
import sqlalchemy as sa
from alembic import op

revision = "9d1efd0054ad"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("channel", sa.String(20), nullable=True), if_not_exists=True)
    op.execute("UPDATE orders SET channel = 'web' WHERE channel IS NULL")
    op.alter_column("orders", "channel", nullable=False, existing_type=sa.String(20))


def downgrade():
    op.drop_column("orders", "channel", if_exists=True)
