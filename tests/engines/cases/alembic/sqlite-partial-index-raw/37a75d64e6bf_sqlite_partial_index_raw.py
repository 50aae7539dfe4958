"""Sqlite partial index raw"""
import sqlalchemy as sa
from alembic import op

revision = "37a75d64e6bf"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE UNIQUE INDEX uq_posts_live_title ON posts (title) WHERE state = 0")
    op.execute("CREATE INDEX IF NOT EXISTS ix_posts_views ON posts (views)")


def downgrade():
    op.execute("DROP INDEX ix_posts_views")
    op.execute("DROP INDEX uq_posts_live_title")
