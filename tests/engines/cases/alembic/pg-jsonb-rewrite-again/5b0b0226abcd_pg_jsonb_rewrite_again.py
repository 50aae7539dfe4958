"""Pg jsonb rewrite again"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0226abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS prefs jsonb DEFAULT '{\"theme\"\\: \"dark\"}'")
    op.execute("UPDATE users SET prefs = jsonb_build_object('ui', prefs)")


def downgrade():
    op.drop_column("users", "prefs")
