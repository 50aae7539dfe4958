"""Contextlib suppress"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0247abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

import contextlib
from sqlalchemy.exc import OperationalError, ProgrammingError


def upgrade():
    with contextlib.suppress(OperationalError, ProgrammingError):
        op.add_column("users", sa.Column("zip", sa.String(10)))
    op.create_index("ix_users_nickname", "users", ["nickname"], if_not_exists=True)


def downgrade():
    op.drop_index("ix_users_nickname", table_name="users")
    op.drop_column("users", "zip")
