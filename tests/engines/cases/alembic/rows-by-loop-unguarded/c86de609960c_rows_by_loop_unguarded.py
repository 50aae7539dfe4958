"""Rows by loop unguarded"""
import sqlalchemy as sa
from alembic import op

revision = "c86de609960c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


PLANS = [("gold", 100), ("silver", 50)]


def upgrade():
    conn = op.get_bind()
    for name, price in PLANS:
        conn.execute(sa.text("INSERT INTO plans (name, price) VALUES (:name, :price)"), {"name": name, "price": price})


def downgrade():
    op.execute("DELETE FROM plans WHERE name IN ('gold', 'silver')")
