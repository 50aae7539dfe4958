"""Seed scalar bound"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b020aabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    for name, price in (("free", 0), ("pro", 20)):
        found = conn.execute(sa.text("SELECT id FROM plans WHERE name = :name"), {"name": name}).fetchone()
        if found is None:
            conn.execute(sa.text("INSERT INTO plans (name, price) VALUES (:name, :price)"), {"name": name, "price": price})


def downgrade():
    op.execute("DELETE FROM plans WHERE name IN ('free', 'pro')")
