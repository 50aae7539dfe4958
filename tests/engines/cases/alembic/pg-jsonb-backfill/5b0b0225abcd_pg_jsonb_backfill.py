"""Pg jsonb backfill"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0225abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy.dialects import postgresql


def upgrade():
    op.add_column("users", sa.Column("settings", postgresql.JSONB(), nullable=False, server_default=sa.text("'{}'::jsonb")))
    op.execute("UPDATE users SET settings = jsonb_build_object('nickname', nickname)")
    op.create_index("ix_users_settings", "users", ["settings"], postgresql_using="gin")


def downgrade():
    op.drop_index("ix_users_settings", table_name="users")
    op.drop_column("users", "settings")
