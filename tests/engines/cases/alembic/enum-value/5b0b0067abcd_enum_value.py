"""Enum value"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0067abcd"
down_revision = "5b0b00000002"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TYPE mood ADD VALUE 'happy'")


def downgrade():
    pass
