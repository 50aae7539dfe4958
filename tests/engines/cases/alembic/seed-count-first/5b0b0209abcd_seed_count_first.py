"""Seed count first"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0209abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    count = conn.execute(sa.text("SELECT COUNT(*) FROM plans WHERE name = 'free'")).scalar()
    if count == 0:
        conn.execute(sa.text("INSERT INTO plans (name, price) VALUES ('free', 0)"))


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'free'")
