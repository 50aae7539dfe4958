"""Unique constraint replace"""
import sqlalchemy as sa
from alembic import op

revision = "62ecc34f4e4f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_unique_constraint("uq_plans_name", "plans", ["name"])
    op.drop_index("ix_tags_label", table_name="tags")
    op.create_unique_constraint("uq_tags_label", "tags", ["label"])


def downgrade():
    op.drop_constraint("uq_tags_label", "tags", type_="unique")
    op.create_index("ix_tags_label", "tags", ["label"], unique=True)
    op.drop_constraint("uq_plans_name", "plans", type_="unique")
