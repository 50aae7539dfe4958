"""Check not valid validate"""
import sqlalchemy as sa
from alembic import op

revision = "5c00466343d8"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE orders ADD CONSTRAINT ck_orders_total CHECK (total >= 0) NOT VALID")
    op.execute("ALTER TABLE orders VALIDATE CONSTRAINT ck_orders_total")


def downgrade():
    op.drop_constraint("ck_orders_total", "orders", type_="check")
