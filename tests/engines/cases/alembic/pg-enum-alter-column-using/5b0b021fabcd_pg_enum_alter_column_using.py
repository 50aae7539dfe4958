"""Pg enum alter column using"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b021fabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    status = sa.Enum("open", "paid", "void", name="order_status")
    status.create(op.get_bind(), checkfirst=True)
    op.alter_column(
        "orders", "status",
        existing_type=sa.String(20),
        type_=status,
        postgresql_using="status::order_status",
    )


def downgrade():
    op.alter_column("orders", "status", type_=sa.String(20), postgresql_using="status::text")
    sa.Enum(name="order_status").drop(op.get_bind(), checkfirst=True)
