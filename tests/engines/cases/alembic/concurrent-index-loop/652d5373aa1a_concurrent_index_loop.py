"""Concurrent index loop"""
import sqlalchemy as sa
from alembic import op

revision = "652d5373aa1a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


INDEXES = {"ix_orders_status": "status", "ix_orders_total": "total"}


def upgrade():
    with op.get_context().autocommit_block():
        for name, column in INDEXES.items():
            op.create_index(name, "orders", [column], postgresql_concurrently=True, if_not_exists=True)


def downgrade():
    with op.get_context().autocommit_block():
        for name in INDEXES:
            op.drop_index(name, table_name="orders", postgresql_concurrently=True, if_exists=True)
