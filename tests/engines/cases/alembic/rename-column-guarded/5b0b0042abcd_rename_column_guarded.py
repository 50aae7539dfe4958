"""Rename column guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0042abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

def has_column(table, column):
    return any(c["name"] == column for c in sa.inspect(op.get_bind()).get_columns(table))


def has_index(table, index):
    return any(i["name"] == index for i in sa.inspect(op.get_bind()).get_indexes(table))


def upgrade():
    if not has_column("users", "handle"):
        with op.batch_alter_table("users") as batch_op:
            batch_op.alter_column("nickname", new_column_name="handle", existing_type=sa.String(100))


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("handle", new_column_name="nickname", existing_type=sa.String(100))
