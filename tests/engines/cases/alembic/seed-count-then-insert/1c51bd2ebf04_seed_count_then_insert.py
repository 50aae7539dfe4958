"""Seed count then insert"""
import sqlalchemy as sa
from alembic import op

revision = "1c51bd2ebf04"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    count = conn.execute(sa.text("SELECT count(*) FROM plans WHERE name = 'gold'")).scalar()
    if not count:
        conn.execute(sa.text("INSERT INTO plans (name, price) VALUES ('gold', 100)"))


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'gold'")
