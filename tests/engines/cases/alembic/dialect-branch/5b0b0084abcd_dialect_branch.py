"""Dialect branch"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5b0b0084abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    if op.get_bind().dialect.name == "postgresql":
        op.execute("CREATE INDEX IF NOT EXISTS ix_users_lower ON users (lower(name))")
    else:
        op.create_index("ix_users_lower", "users", ["name"])


def downgrade():
    op.drop_index("ix_users_lower", table_name="users")
