"""Archive orders loop"""
import sqlalchemy as sa
from alembic import op

revision = "abac0ace93d2"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "archived_orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
    )
    conn = op.get_bind()
    rows = conn.execute(sa.text("SELECT id, total FROM orders WHERE status = 'paid'")).fetchall()
    for row in rows:
        conn.execute(
            sa.text("INSERT INTO archived_orders (order_id, total) VALUES (:oid, :total)"),
            {"oid": row.id, "total": row.total},
        )
        conn.execute(sa.text("DELETE FROM orders WHERE id = :oid"), {"oid": row.id})


def downgrade():
    op.drop_table("archived_orders")
