"""Enum created first"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000004"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


kind = sa.Enum("card", "cash", name="payment_kind")


def upgrade():
    kind.create(op.get_bind(), checkfirst=True)
    op.add_column("orders", sa.Column("payment", kind, nullable=True))
    op.execute("UPDATE orders SET payment = 'cash' WHERE payment IS NULL")
    op.alter_column("orders", "payment", nullable=False)


def downgrade():
    op.drop_column("orders", "payment")
    kind.drop(op.get_bind(), checkfirst=True)
