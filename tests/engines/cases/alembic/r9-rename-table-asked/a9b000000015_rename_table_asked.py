"""Rename table asked"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000015"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if inspector.has_table("tags") and not inspector.has_table("labels"):
        op.rename_table("tags", "labels")


def downgrade():
    inspector = sa.inspect(op.get_bind())
    if inspector.has_table("labels") and not inspector.has_table("tags"):
        op.rename_table("labels", "tags")
