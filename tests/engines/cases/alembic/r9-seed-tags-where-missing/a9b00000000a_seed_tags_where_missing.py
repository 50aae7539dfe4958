"""Seed tags where missing"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000000a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    tags = sa.table("tags", sa.column("label", sa.String))
    conn = op.get_bind()
    present = {row[0] for row in conn.execute(sa.select(tags.c.label))}
    for label in ("red", "green", "violet"):
        if label not in present:
            conn.execute(tags.insert().values(label=label))


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN ('green', 'violet')")
