"""Enum checkfirst create type false"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5b0b0062abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

size = postgresql.ENUM("s", "m", "l", name="size", create_type=False)


def upgrade():
    size.create(op.get_bind(), checkfirst=True)
    op.create_table("shirts", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("size", size), if_not_exists=True)


def downgrade():
    op.drop_table("shirts", if_exists=True)
    size.drop(op.get_bind(), checkfirst=True)
