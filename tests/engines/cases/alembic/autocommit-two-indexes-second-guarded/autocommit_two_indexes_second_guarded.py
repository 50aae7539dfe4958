"""Autocommit two indexes second guarded"""
import sqlalchemy as sa
from alembic import op

revision = "0e6c616e7001"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.create_index("ix_orders_status", "orders", ["status"], postgresql_concurrently=True)
        op.create_index("ix_orders_total", "orders", ["total"], postgresql_concurrently=True, if_not_exists=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_orders_total", "orders", postgresql_concurrently=True, if_exists=True)
        op.drop_index("ix_orders_status", "orders", postgresql_concurrently=True)
