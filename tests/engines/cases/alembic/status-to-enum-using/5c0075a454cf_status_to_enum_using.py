"""Status to enum using"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import ENUM

order_status = ENUM("open", "paid", "cancelled", name="order_status", create_type=False)

revision = "5c0075a454cf"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    order_status.create(op.get_bind(), checkfirst=True)
    op.alter_column(
        "orders",
        "status",
        type_=order_status,
        existing_type=sa.String(20),
        postgresql_using="status::order_status",
    )


def downgrade():
    op.alter_column("orders", "status", type_=sa.String(20), existing_type=order_status, postgresql_using="status::text")
    order_status.drop(op.get_bind(), checkfirst=True)
