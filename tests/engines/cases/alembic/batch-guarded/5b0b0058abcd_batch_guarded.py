"""Batch guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0058abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

def has_column(table, column):
    return any(c["name"] == column for c in sa.inspect(op.get_bind()).get_columns(table))


def has_index(table, index):
    return any(i["name"] == index for i in sa.inspect(op.get_bind()).get_indexes(table))


def upgrade():
    if not has_column("users", "age"):
        with op.batch_alter_table("users") as batch_op:
            batch_op.add_column(sa.Column("age", sa.Integer()))
            batch_op.alter_column("name", type_=sa.String(200), existing_type=sa.String(100))


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("age")
