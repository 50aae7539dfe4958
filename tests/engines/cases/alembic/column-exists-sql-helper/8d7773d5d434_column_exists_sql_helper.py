"""Column exists sql helper"""
import sqlalchemy as sa
from alembic import op

revision = "8d7773d5d434"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def has_column(conn, table, column):
    result = conn.execute(
        sa.text(
            "SELECT COUNT(*) FROM information_schema.columns "
            "WHERE table_name = :t AND column_name = :c"
        ),
        {"t": table, "c": column},
    )
    return result.scalar() > 0


def upgrade():
    conn = op.get_bind()
    for name in ("utm_source", "utm_medium"):
        if not has_column(conn, "users", name):
            op.add_column("users", sa.Column(name, sa.String(64)))
    if not has_column(conn, "orders", "utm_source"):
        op.add_column("orders", sa.Column("utm_source", sa.String(64)))
        op.create_index("ix_orders_utm_source", "orders", ["utm_source"])


def downgrade():
    op.drop_index("ix_orders_utm_source", table_name="orders")
    op.drop_column("orders", "utm_source")
    op.drop_column("users", "utm_medium")
    op.drop_column("users", "utm_source")
