"""Concurrent index dropped before"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000008"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_status")
        op.execute("CREATE INDEX CONCURRENTLY ix_orders_status ON orders (status)")


def downgrade():
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_orders_status")
