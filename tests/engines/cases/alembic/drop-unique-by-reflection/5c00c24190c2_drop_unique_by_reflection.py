"""Drop unique by reflection"""
import sqlalchemy as sa
from alembic import op

revision = "5c00c24190c2"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    for index in sa.inspect(bind).get_indexes("tags"):
        if index["column_names"] == ["label"] and index["unique"]:
            op.drop_index(index["name"], table_name="tags")
    op.create_index("ix_tags_label_plain", "tags", ["label"])


def downgrade():
    op.drop_index("ix_tags_label_plain", table_name="tags")
    op.create_index("ix_tags_label", "tags", ["label"], unique=True)
