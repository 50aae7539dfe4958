"""Rename table and index"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0210abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.rename_table("tags", "labels")
    op.create_index("ix_labels_id_label", "labels", ["id", "label"])


def downgrade():
    op.drop_index("ix_labels_id_label", table_name="labels")
    op.rename_table("labels", "tags")
