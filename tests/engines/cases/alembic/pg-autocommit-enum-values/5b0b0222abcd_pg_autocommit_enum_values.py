"""Pg autocommit enum values"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0222abcd"
down_revision = "5b0b00000002"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        for value in ("happy", "angry"):
            op.execute(f"ALTER TYPE mood ADD VALUE IF NOT EXISTS '{value}'")


def downgrade():
    pass
