"""View drop alter create"""
import sqlalchemy as sa
from alembic import op

revision = "5c005ea83d33"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


VIEW = """
CREATE VIEW order_totals AS
SELECT user_id, SUM(total) AS total FROM orders GROUP BY user_id
"""


def upgrade():
    op.execute("DROP VIEW IF EXISTS order_totals")
    op.alter_column("orders", "total", existing_type=sa.Integer(), type_=sa.BigInteger())
    op.execute(VIEW)


def downgrade():
    op.execute("DROP VIEW order_totals")
    op.alter_column("orders", "total", existing_type=sa.BigInteger(), type_=sa.Integer())
