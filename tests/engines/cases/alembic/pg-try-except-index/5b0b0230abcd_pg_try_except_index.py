"""Pg try except index"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0230abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

import logging
from sqlalchemy.exc import ProgrammingError

logger = logging.getLogger("alembic.runtime.migration")


def upgrade():
    try:
        op.create_index("ix_users_name", "users", ["name"])
    except ProgrammingError:
        logger.info("index exists")
    op.add_column("users", sa.Column("city", sa.String(100)))


def downgrade():
    op.drop_column("users", "city")
    op.drop_index("ix_users_name", table_name="users")
