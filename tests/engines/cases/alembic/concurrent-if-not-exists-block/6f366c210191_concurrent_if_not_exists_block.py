"""Concurrent if not exists block"""
import sqlalchemy as sa
from alembic import op

revision = "6f366c210191"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index(
            op.f("ix_orders_status_total"),
            "orders",
            ["status", sa.text("total DESC")],
            postgresql_concurrently=True,
            if_not_exists=True,
        )


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index(op.f("ix_orders_status_total"), table_name="orders", postgresql_concurrently=True, if_exists=True)
