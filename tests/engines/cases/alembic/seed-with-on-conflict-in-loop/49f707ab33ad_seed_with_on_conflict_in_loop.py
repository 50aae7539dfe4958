"""Seed with on conflict in loop"""
import sqlalchemy as sa
from alembic import op

revision = "49f707ab33ad"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    for label in ("green", "yellow"):
        conn.execute(sa.text("INSERT INTO tags (label) VALUES (:label) ON CONFLICT (label) DO NOTHING"), {"label": label})


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN ('green', 'yellow')")
