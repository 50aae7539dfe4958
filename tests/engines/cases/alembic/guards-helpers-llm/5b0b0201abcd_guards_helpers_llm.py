"""Guards helpers llm"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0201abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy import inspect


def _table_exists(table_name: str) -> bool:
    bind = op.get_bind()
    inspector = inspect(bind)
    return table_name in inspector.get_table_names()


def _column_exists(table_name: str, column_name: str) -> bool:
    bind = op.get_bind()
    inspector = inspect(bind)
    columns = [col["name"] for col in inspector.get_columns(table_name)]
    return column_name in columns


def _index_exists(table_name: str, index_name: str) -> bool:
    bind = op.get_bind()
    inspector = inspect(bind)
    indexes = inspector.get_indexes(table_name)
    return any(idx["name"] == index_name for idx in indexes)


def upgrade() -> None:
    if not _table_exists("api_keys"):
        op.create_table(
            "api_keys",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
            sa.Column("key_hash", sa.String(64), nullable=False),
            sa.Column("created_at", sa.DateTime(), server_default=sa.func.now()),
        )
    if not _index_exists("api_keys", "ix_api_keys_key_hash"):
        op.create_index("ix_api_keys_key_hash", "api_keys", ["key_hash"], unique=True)
    if not _column_exists("users", "last_seen"):
        op.add_column("users", sa.Column("last_seen", sa.DateTime(), nullable=True))


def downgrade() -> None:
    if _column_exists("users", "last_seen"):
        op.drop_column("users", "last_seen")
    if _table_exists("api_keys"):
        op.drop_table("api_keys")
