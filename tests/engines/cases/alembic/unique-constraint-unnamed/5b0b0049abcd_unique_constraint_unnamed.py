"""Unique constraint unnamed"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0049abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_unique_constraint(None, "users", ["email"])


def downgrade():
    pass
