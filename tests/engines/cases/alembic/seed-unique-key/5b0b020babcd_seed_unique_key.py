"""Seed unique key"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b020babcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    tags = sa.table("tags", sa.column("label", sa.String))
    op.bulk_insert(tags, [{"label": "urgent"}, {"label": "later"}])


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN ('urgent', 'later')")
