"""Rename table guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0211abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    tables = sa.inspect(op.get_bind()).get_table_names()
    if "tags" in tables and "labels" not in tables:
        op.rename_table("tags", "labels")


def downgrade():
    tables = sa.inspect(op.get_bind()).get_table_names()
    if "labels" in tables and "tags" not in tables:
        op.rename_table("labels", "tags")
