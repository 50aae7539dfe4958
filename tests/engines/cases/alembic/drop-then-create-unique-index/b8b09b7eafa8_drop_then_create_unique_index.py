"""Drop then create unique index"""
import sqlalchemy as sa
from alembic import op

revision = "b8b09b7eafa8"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_index("ix_tags_label", table_name="tags", if_exists=True)
    op.create_index("uq_tags_label", "tags", ["label"], unique=True, if_not_exists=True)


def downgrade():
    op.drop_index("uq_tags_label", table_name="tags")
    op.create_index("ix_tags_label", "tags", ["label"], unique=True)
