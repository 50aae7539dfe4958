"""Partial index variants"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b023eabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index(
        "ix_orders_open", "orders", ["user_id"],
        unique=False,
        postgresql_where=sa.text("status = 'open'"),
        sqlite_where=sa.text("status = 'open'"),
        if_not_exists=True,
    )


def downgrade():
    op.drop_index("ix_orders_open", table_name="orders", if_exists=True)
