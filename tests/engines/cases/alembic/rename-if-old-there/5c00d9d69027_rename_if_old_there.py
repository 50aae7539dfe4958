"""Rename if old there"""
import sqlalchemy as sa
from alembic import op

revision = "5c00d9d69027"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    cols = {c["name"] for c in sa.inspect(op.get_bind()).get_columns("posts")}
    if "state" in cols and "status" not in cols:
        with op.batch_alter_table("posts") as batch:
            batch.alter_column("state", new_column_name="status", existing_type=sa.Integer())


def downgrade():
    with op.batch_alter_table("posts") as batch:
        batch.alter_column("status", new_column_name="state", existing_type=sa.Integer())
