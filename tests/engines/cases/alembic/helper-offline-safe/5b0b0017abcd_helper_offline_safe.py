"""Helper offline safe"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0017abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

def _has_column(table, column):
    if op.get_context().as_sql:
        return False
    return any(c["name"] == column for c in sa.inspect(op.get_bind()).get_columns(table))


def upgrade():
    if not _has_column("users", "age"):
        op.add_column("users", sa.Column("age", sa.Integer()))


def downgrade():
    if op.get_context().as_sql or _has_column("users", "age"):
        op.drop_column("users", "age")
