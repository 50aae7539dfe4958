"""Loop marks source"""
import sqlalchemy as sa
from alembic import op

revision = "ff04839f65f0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    conn.execute(sa.text("CREATE TABLE IF NOT EXISTS invoices (id INTEGER PRIMARY KEY, amount INTEGER)"))
    for row in conn.execute(sa.text("SELECT id, total FROM orders WHERE status = 'open'")).mappings().all():
        conn.execute(sa.text("INSERT INTO invoices (id, amount) VALUES (:i, :a)"), {"i": row["id"], "a": row["total"]})
        conn.execute(sa.text("UPDATE orders SET status = 'invoiced' WHERE id = :i"), {"i": row["id"]})


def downgrade():
    op.execute("DROP TABLE IF EXISTS invoices")
