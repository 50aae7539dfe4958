"""Check constraint and clean up"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000018"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE orders SET total = 0 WHERE total < 0")
    op.create_check_constraint("ck_orders_total", "orders", "total >= 0")


def downgrade():
    op.drop_constraint("ck_orders_total", "orders", type_="check")
