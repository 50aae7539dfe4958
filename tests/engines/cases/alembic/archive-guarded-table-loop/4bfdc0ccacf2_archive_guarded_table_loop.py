"""Archive guarded table loop"""
import sqlalchemy as sa
from alembic import op

revision = "4bfdc0ccacf2"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    if "archived_orders" not in sa.inspect(conn).get_table_names():
        op.create_table(
            "archived_orders",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("order_id", sa.Integer(), nullable=False),
            sa.Column("total", sa.Integer()),
        )
    orders = sa.table("orders", sa.column("id"), sa.column("total"), sa.column("status"))
    archived = sa.table("archived_orders", sa.column("order_id"), sa.column("total"))
    for order_id, total in conn.execute(sa.select(orders.c.id, orders.c.total).where(orders.c.status == "paid")).all():
        conn.execute(archived.insert().values(order_id=order_id, total=total))
        conn.execute(orders.delete().where(orders.c.id == order_id))


def downgrade():
    op.drop_table("archived_orders")
