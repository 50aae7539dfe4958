"""Pg concurrent drop if exists first"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0224abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True, if_exists=True)
        op.create_index("ix_users_email", "users", ["email"], unique=True, postgresql_concurrently=True)


def downgrade():
    with op.get_context().autocommit_block():
        op.drop_index("ix_users_email", table_name="users", postgresql_concurrently=True)
