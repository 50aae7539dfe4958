"""Enum checkfirst then same enum"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0063abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    size = sa.Enum("s", "m", name="size")
    size.create(op.get_bind(), checkfirst=True)
    op.create_table("shirts", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", size))


def downgrade():
    op.drop_table("shirts")
