"""Helper wraps op"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0016abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

def add_column_once(table, column):
    existing = [c["name"] for c in sa.inspect(op.get_bind()).get_columns(table)]
    if column.name not in existing:
        op.add_column(table, column)


def upgrade():
    add_column_once("users", sa.Column("age", sa.Integer()))
    add_column_once("users", sa.Column("city", sa.String(50)))


def downgrade():
    op.drop_column("users", "city")
    op.drop_column("users", "age")
