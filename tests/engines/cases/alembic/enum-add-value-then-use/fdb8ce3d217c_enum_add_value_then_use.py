"""Enum add value then use"""
import sqlalchemy as sa
from alembic import op

revision = "fdb8ce3d217c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TYPE stage AS ENUM ('new', 'done')")
    op.execute("ALTER TABLE posts ADD COLUMN stage stage NOT NULL DEFAULT 'new'")
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE stage ADD VALUE IF NOT EXISTS 'held' AFTER 'new'")
    op.execute("UPDATE posts SET stage = 'held' WHERE state = 1")


def downgrade():
    op.execute("ALTER TABLE posts DROP COLUMN stage")
    op.execute("DROP TYPE stage")
