"""Rename guarded both"""
import sqlalchemy as sa
from alembic import op

revision = "e54f23253ed0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    insp = sa.inspect(op.get_bind())
    columns = {c["name"] for c in insp.get_columns("posts")}
    if "body" in columns and "content" not in columns:
        with op.batch_alter_table("posts") as batch_op:
            batch_op.alter_column("body", new_column_name="content", existing_type=sa.Text())


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.alter_column("content", new_column_name="body", existing_type=sa.Text())
