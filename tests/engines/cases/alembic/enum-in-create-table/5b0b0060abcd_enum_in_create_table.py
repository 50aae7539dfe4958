"""Enum in create table"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0060abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("shirts", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", sa.Enum("s", "m", "l", name="size")))


def downgrade():
    op.drop_table("shirts")
