"""Rename status values"""
import sqlalchemy as sa
from alembic import op

revision = "5c009d38b835"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


MAPPING = {"open": "pending", "paid": "settled"}


def upgrade():
    orders = sa.table("orders", sa.column("status", sa.String))
    for old, new in MAPPING.items():
        op.execute(orders.update().where(orders.c.status == old).values(status=new))


def downgrade():
    orders = sa.table("orders", sa.column("status", sa.String))
    for old, new in MAPPING.items():
        op.execute(orders.update().where(orders.c.status == new).values(status=old))
