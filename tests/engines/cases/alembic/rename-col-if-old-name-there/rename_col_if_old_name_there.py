"""Rename col if old name there"""
import sqlalchemy as sa
from alembic import op

revision = "0c4d54cbc39c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _columns(table):
    return [c["name"] for c in sa.inspect(op.get_bind()).get_columns(table)]


def upgrade():
    columns = _columns("users")
    if "nickname" in columns and "handle" not in columns:
        with op.batch_alter_table("users") as batch_op:
            batch_op.alter_column("nickname", new_column_name="handle", existing_type=sa.String(100))


def downgrade():
    columns = _columns("users")
    if "handle" in columns and "nickname" not in columns:
        with op.batch_alter_table("users") as batch_op:
            batch_op.alter_column("handle", new_column_name="nickname", existing_type=sa.String(100))
