"""Sequence and number default"""
import sqlalchemy as sa
from alembic import op

revision = "10c5481b3a96"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(sa.schema.CreateSequence(sa.Sequence("order_number_seq"), if_not_exists=True))
    op.add_column(
        "orders",
        sa.Column("number", sa.BigInteger(), server_default=sa.text("nextval('order_number_seq')"), nullable=False),
        if_not_exists=True,
    )


def downgrade():
    op.drop_column("orders", "number")
    op.execute(sa.schema.DropSequence(sa.Sequence("order_number_seq")))
