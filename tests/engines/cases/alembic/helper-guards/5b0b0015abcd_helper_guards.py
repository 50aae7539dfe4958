"""Helper guards"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0015abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

def has_column(table, column):
    return any(c["name"] == column for c in sa.inspect(op.get_bind()).get_columns(table))


def has_index(table, index):
    return any(i["name"] == index for i in sa.inspect(op.get_bind()).get_indexes(table))


def upgrade():
    if not has_column("users", "age"):
        op.add_column("users", sa.Column("age", sa.Integer()))
    if not has_index("users", "ix_users_age"):
        op.create_index("ix_users_age", "users", ["age"])


def downgrade():
    if has_index("users", "ix_users_age"):
        op.drop_index("ix_users_age", table_name="users")
    if has_column("users", "age"):
        op.drop_column("users", "age")
