"""Guarded each step"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0102abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

def has_column(table, column):
    return any(c["name"] == column for c in sa.inspect(op.get_bind()).get_columns(table))


def has_index(table, index):
    return any(i["name"] == index for i in sa.inspect(op.get_bind()).get_indexes(table))


def upgrade():
    if not sa.inspect(op.get_bind()).has_table("comments"):
        op.create_table("comments", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("body", sa.String(50)))
    if not has_index("comments", "ix_comments_body"):
        op.create_index("ix_comments_body", "comments", ["body"])
    if not has_column("users", "age"):
        op.add_column("users", sa.Column("age", sa.Integer()))


def downgrade():
    if has_column("users", "age"):
        op.drop_column("users", "age")
    op.drop_table("comments", if_exists=True)
