"""Partial unique sql"""
import sqlalchemy as sa
from alembic import op

revision = "55c181285b0d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE UNIQUE INDEX IF NOT EXISTS uq_open_order ON orders (user_id) WHERE status = 'open'")


def downgrade():
    op.execute("DROP INDEX IF EXISTS uq_open_order")
