"""Enum value autocommit"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0069abcd"
down_revision = "5b0b00000002"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy'")
    op.execute("UPDATE people SET mood = 'happy' WHERE mood = 'ok'")


def downgrade():
    pass
