"""Pg view and materialized"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0229abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE OR REPLACE VIEW open_orders AS SELECT id, total FROM orders WHERE status = 'open'")
    op.execute("CREATE MATERIALIZED VIEW IF NOT EXISTS order_totals AS SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id")
    op.execute("CREATE UNIQUE INDEX IF NOT EXISTS ix_order_totals ON order_totals (user_id)")


def downgrade():
    op.execute("DROP MATERIALIZED VIEW IF EXISTS order_totals")
    op.execute("DROP VIEW IF EXISTS open_orders")
