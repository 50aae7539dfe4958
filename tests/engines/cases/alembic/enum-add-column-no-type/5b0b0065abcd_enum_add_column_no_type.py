"""Enum add column no type"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0065abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("size", sa.Enum("s", "m", name="size")))


def downgrade():
    op.drop_column("orders", "size")
