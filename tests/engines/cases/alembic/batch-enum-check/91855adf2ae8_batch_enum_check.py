"""Batch enum check"""
import sqlalchemy as sa
from alembic import op

revision = "91855adf2ae8"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.add_column(sa.Column("priority", sa.String(10), server_default="low", nullable=False))
        batch_op.create_check_constraint("ck_orders_priority", "priority IN ('low', 'mid', 'high')")


def downgrade():
    with op.batch_alter_table("orders", schema=None) as batch_op:
        batch_op.drop_constraint("ck_orders_priority", type_="check")
        batch_op.drop_column("priority")
