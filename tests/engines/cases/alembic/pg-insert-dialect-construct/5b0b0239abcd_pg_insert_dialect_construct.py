"""Pg insert dialect construct"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0239abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy.dialects.postgresql import insert


def upgrade():
    tags = sa.table("tags", sa.column("label", sa.String))
    statement = insert(tags).values([{"label": "hot"}, {"label": "cold"}])
    op.execute(statement.on_conflict_do_nothing(index_elements=["label"]))


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN ('hot', 'cold')")
