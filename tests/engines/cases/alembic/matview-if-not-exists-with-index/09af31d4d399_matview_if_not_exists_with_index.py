"""Matview if not exists with index"""
import sqlalchemy as sa
from alembic import op

revision = "09af31d4d399"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE MATERIALIZED VIEW IF NOT EXISTS order_totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id")
    op.create_index("ix_order_totals_user", "order_totals", ["user_id"], unique=True)


def downgrade():
    op.execute("DROP MATERIALIZED VIEW IF EXISTS order_totals")
