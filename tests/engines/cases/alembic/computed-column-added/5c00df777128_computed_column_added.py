"""Computed column added"""
import sqlalchemy as sa
from alembic import op

revision = "5c00df777128"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("total_cents", sa.Integer(), sa.Computed("total * 100", persisted=True)))
    op.create_index(op.f("ix_orders_total_cents"), "orders", ["total_cents"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_orders_total_cents"), table_name="orders")
    op.drop_column("orders", "total_cents")
