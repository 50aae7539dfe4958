"""Autocommit concurrent guarded column"""
import sqlalchemy as sa
from alembic import op

revision = "5c00ca1695b1"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE orders ADD COLUMN IF NOT EXISTS paid_at timestamptz")
    with op.get_context().autocommit_block():
        op.create_index(
            "ix_orders_unpaid",
            "orders",
            ["user_id"],
            unique=False,
            postgresql_concurrently=True,
            if_not_exists=True,
            postgresql_where=sa.text("paid_at IS NULL"),
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_orders_unpaid", table_name="orders", postgresql_concurrently=True, if_exists=True)
    op.execute("ALTER TABLE orders DROP COLUMN IF EXISTS paid_at")
