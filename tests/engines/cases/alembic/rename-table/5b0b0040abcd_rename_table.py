"""Rename table"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0040abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.rename_table("tags", "labels")


def downgrade():
    op.rename_table("labels", "tags")
