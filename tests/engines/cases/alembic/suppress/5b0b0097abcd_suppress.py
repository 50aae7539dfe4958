"""Suppress"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0097abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

import contextlib


def upgrade():
    with contextlib.suppress(Exception):
        op.add_column("users", sa.Column("age", sa.Integer()))
    op.create_index("ix_users_name", "users", ["name"], if_not_exists=True)


def downgrade():
    pass
