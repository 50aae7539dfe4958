"""Flip boolean state"""
import sqlalchemy as sa
from alembic import op

revision = "ac41aaaf209a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE posts SET state = 1 - state WHERE state IN (0, 1)")


def downgrade():
    op.execute("UPDATE posts SET state = 1 - state WHERE state IN (0, 1)")
