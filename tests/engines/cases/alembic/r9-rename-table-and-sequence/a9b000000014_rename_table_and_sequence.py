"""Rename table and sequence"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000014"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.rename_table("tags", "labels")
    op.execute("ALTER SEQUENCE tags_id_seq RENAME TO labels_id_seq")
    op.execute("ALTER INDEX ix_tags_label RENAME TO ix_labels_label")


def downgrade():
    op.execute("ALTER INDEX ix_labels_label RENAME TO ix_tags_label")
    op.execute("ALTER SEQUENCE labels_id_seq RENAME TO tags_id_seq")
    op.rename_table("labels", "tags")
