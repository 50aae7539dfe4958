"""Pg on conflict no key"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0238abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("INSERT INTO plans (name, price) VALUES ('free', 0) ON CONFLICT DO NOTHING")


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'free'")
