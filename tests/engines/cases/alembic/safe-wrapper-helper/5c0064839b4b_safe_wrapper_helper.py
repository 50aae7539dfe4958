"""Safe wrapper helper"""
import sqlalchemy as sa
from alembic import op

revision = "5c0064839b4b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _safe(fn, *args, **kwargs):
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            fn(*args, **kwargs)
    except Exception as exc:  # already applied
        print("skipped", exc)


def upgrade():
    _safe(op.add_column, "users", sa.Column("bio", sa.Text()))
    _safe(op.create_index, "ix_users_nickname", "users", ["nickname"])


def downgrade():
    _safe(op.drop_index, "ix_users_nickname", table_name="users")
    _safe(op.drop_column, "users", "bio")
