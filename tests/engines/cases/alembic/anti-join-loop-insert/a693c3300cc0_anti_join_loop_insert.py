"""Anti join loop insert"""
import sqlalchemy as sa
from alembic import op

revision = "a693c3300cc0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    rows = conn.execute(
        sa.text("SELECT u.id, u.name FROM users u LEFT JOIN tags t ON t.label = u.name WHERE t.id IS NULL")
    ).fetchall()
    for row in rows:
        conn.execute(sa.text("INSERT INTO tags (label) VALUES (:l)"), {"l": row.name})


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN (SELECT name FROM users)")
