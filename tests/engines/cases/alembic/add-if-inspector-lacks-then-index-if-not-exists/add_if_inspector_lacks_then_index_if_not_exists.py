"""Add if inspector lacks then index if not exists"""
import sqlalchemy as sa
from alembic import op

revision = "1a9ad8fec4e2"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    cols = {c["name"] for c in sa.inspect(bind).get_columns("orders")}
    if "paid_at" not in cols:
        op.add_column("orders", sa.Column("paid_at", sa.DateTime(), nullable=True))
    op.create_index("ix_orders_paid_at", "orders", ["paid_at"], if_not_exists=True)


def downgrade():
    op.drop_index("ix_orders_paid_at", "orders", if_exists=True)
    bind = op.get_bind()
    cols = {c["name"] for c in sa.inspect(bind).get_columns("orders")}
    if "paid_at" in cols:
        with op.batch_alter_table("orders") as batch_op:
            batch_op.drop_column("paid_at")
