"""Contextmanager helper"""
import sqlalchemy as sa
from alembic import op

revision = "4dc57931b03e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def add_column_once(table, column):
    names = [c["name"] for c in sa.inspect(op.get_bind()).get_columns(table)]
    if column.name not in names:
        op.add_column(table, column)


def drop_column_once(table, name):
    names = [c["name"] for c in sa.inspect(op.get_bind()).get_columns(table)]
    if name in names:
        op.drop_column(table, name)


def upgrade():
    add_column_once("users", sa.Column("phone", sa.String(30)))
    add_column_once("users", sa.Column("locale", sa.String(5), server_default="en"))


def downgrade():
    drop_column_once("users", "locale")
    drop_column_once("users", "phone")
