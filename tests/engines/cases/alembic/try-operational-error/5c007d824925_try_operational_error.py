"""Try operational error"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.exc import OperationalError, ProgrammingError

revision = "5c007d824925"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    try:
        op.add_column("users", sa.Column("avatar", sa.String(255)))
    except (OperationalError, ProgrammingError):
        pass
    op.create_index("ix_users_avatar", "users", ["avatar"])


def downgrade():
    op.drop_index("ix_users_avatar", table_name="users")
    op.drop_column("users", "avatar")
