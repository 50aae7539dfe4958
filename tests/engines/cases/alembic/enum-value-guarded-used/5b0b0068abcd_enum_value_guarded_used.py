"""Enum value guarded used"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0068abcd"
down_revision = "5b0b00000002"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TYPE mood ADD VALUE IF NOT EXISTS 'happy'")
    op.execute("UPDATE people SET mood = 'happy'")


def downgrade():
    pass
