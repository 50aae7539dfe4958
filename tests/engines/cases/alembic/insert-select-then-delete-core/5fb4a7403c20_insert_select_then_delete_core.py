"""Insert select then delete core"""
import sqlalchemy as sa
from alembic import op

revision = "5fb4a7403c20"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    orders = sa.table("orders", sa.column("id", sa.Integer), sa.column("total", sa.Integer), sa.column("status", sa.String))
    op.create_table(
        "paid_orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("total", sa.Integer()),
        if_not_exists=True,
    )
    paid = sa.table("paid_orders", sa.column("id", sa.Integer), sa.column("total", sa.Integer))
    op.execute(
        paid.insert().from_select(["id", "total"], sa.select(orders.c.id, orders.c.total).where(orders.c.status == "paid"))
    )
    op.execute(orders.delete().where(orders.c.status == "paid"))


def downgrade():
    op.execute("INSERT INTO orders (id, total, status) SELECT id, total, 'paid' FROM paid_orders")
    op.drop_table("paid_orders")
