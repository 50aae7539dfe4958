"""Seed execute"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0072abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("INSERT INTO plans (name, price) VALUES ('free', 0)")


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'free'")
