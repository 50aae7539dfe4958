"""Unique nicknames"""
import sqlalchemy as sa
from alembic import op

revision = "1949643fcb1b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_unique_constraint("uq_users_nickname", "users", ["nickname"])


def downgrade():
    op.drop_constraint("uq_users_nickname", "users")
