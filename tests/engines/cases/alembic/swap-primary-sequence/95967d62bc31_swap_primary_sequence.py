"""Swap primary sequence"""
import sqlalchemy as sa
from alembic import op

revision = "95967d62bc31"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE SEQUENCE IF NOT EXISTS order_numbers START 1000")
    op.add_column("orders", sa.Column("number", sa.BigInteger(), server_default=sa.text("nextval('order_numbers')"), nullable=False))
    op.create_unique_constraint("uq_orders_number", "orders", ["number"])


def downgrade():
    op.drop_constraint("uq_orders_number", "orders")
    op.drop_column("orders", "number")
    op.execute("DROP SEQUENCE order_numbers")
