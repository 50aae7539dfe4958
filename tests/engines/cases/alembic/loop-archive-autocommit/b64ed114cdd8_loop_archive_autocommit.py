"""Loop archive autocommit"""
import sqlalchemy as sa
from alembic import op

revision = "b64ed114cdd8"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "old_orders",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("order_id", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer()),
        if_not_exists=True,
    )
    with op.get_context().autocommit_block():
        conn = op.get_bind()
        for row in conn.execute(sa.text("SELECT id, total FROM orders WHERE status = 'paid'")).fetchall():
            conn.execute(
                sa.text("INSERT INTO old_orders (order_id, total) VALUES (:i, :t)"), {"i": row.id, "t": row.total}
            )
            conn.execute(sa.text("DELETE FROM orders WHERE id = :i"), {"i": row.id})


def downgrade():
    op.drop_table("old_orders", if_exists=True)
