"""Unique after dedupe"""
import sqlalchemy as sa
from alembic import op

revision = "5c005cf1a092"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        "DELETE FROM tags WHERE id NOT IN (SELECT keep FROM (SELECT MIN(id) AS keep FROM tags GROUP BY label) AS k)"
    )
    op.create_unique_constraint("uq_tags_label", "tags", ["label"])


def downgrade():
    op.drop_constraint("uq_tags_label", "tags", type_="unique")
