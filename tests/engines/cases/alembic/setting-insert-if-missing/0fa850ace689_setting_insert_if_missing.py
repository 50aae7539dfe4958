"""Setting insert if missing"""
import sqlalchemy as sa
from alembic import op

revision = "0fa850ace689"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    exists = conn.execute(sa.text("SELECT 1 FROM tags WHERE label = :l"), {"l": "urgent"}).first()
    if exists is None:
        conn.execute(sa.text("INSERT INTO tags (label) VALUES (:l)"), {"l": "urgent"})


def downgrade():
    op.execute("DELETE FROM tags WHERE label = 'urgent'")
