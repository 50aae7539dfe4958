"""Computed and check"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b024fabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "items",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), primary_key=True),
        sa.Column("price", sa.Numeric(10, 2), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False, server_default=sa.text("1")),
        sa.CheckConstraint("price >= 0", name="ck_items_price"),
    )
    op.create_index(op.f("ix_items_price"), "items", [sa.text("price DESC")])


def downgrade():
    op.drop_index(op.f("ix_items_price"), table_name="items")
    op.drop_table("items")
