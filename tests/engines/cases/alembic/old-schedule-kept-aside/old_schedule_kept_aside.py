"""Old schedule kept aside"""
import sqlalchemy as sa
from alembic import op

revision = "17d7619cb567"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


import json


def upgrade():
    op.add_column("orders", sa.Column("old_status", sa.String(20), nullable=True))
    orders = sa.table("orders", sa.column("id"), sa.column("status"), sa.column("old_status"))
    op.execute(orders.update().values({"old_status": orders.c.status}))
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_column("status")
        batch_op.add_column(sa.Column("status", sa.Text(), nullable=False, server_default=json.dumps({})))
    conn = op.get_bind()
    for row in conn.execute(sa.text("SELECT id, old_status FROM orders")).fetchall():
        conn.execute(
            sa.text("UPDATE orders SET status = :s WHERE id = :id"),
            {"s": json.dumps({"name": row.old_status}), "id": row.id},
        )
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_column("old_status")


def downgrade():
    pass
