"""Bulk insert from query"""
import sqlalchemy as sa
from alembic import op

revision = "5c00ee6a930b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    archive = op.create_table(
        "order_archive",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("order_id", sa.Integer()),
        sa.Column("total", sa.Integer()),
    )
    conn = op.get_bind()
    paid = conn.execute(sa.text("SELECT id, total FROM orders WHERE status = 'paid'")).fetchall()
    op.bulk_insert(archive, [{"order_id": r[0], "total": r[1]} for r in paid])
    op.execute("DELETE FROM orders WHERE status = 'paid'")


def downgrade():
    op.drop_table("order_archive")
