"""Rename with inspector"""
import sqlalchemy as sa
from alembic import op

revision = "e237e33b8f5a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    cols = [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]
    if "nickname" in cols and "handle" not in cols:
        op.alter_column("users", "nickname", new_column_name="handle", existing_type=sa.String(100))


def downgrade():
    op.alter_column("users", "handle", new_column_name="nickname", existing_type=sa.String(100))
