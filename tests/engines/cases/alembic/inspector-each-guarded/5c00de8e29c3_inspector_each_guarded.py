"""Inspector each guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5c00de8e29c3"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _has_column(table, column):
    bind = op.get_bind()
    insp = sa.inspect(bind)
    return any(col["name"] == column for col in insp.get_columns(table))


def _has_index(table, index):
    insp = sa.inspect(op.get_bind())
    return index in {i["name"] for i in insp.get_indexes(table)}


def upgrade():
    if not _has_column("users", "locale"):
        op.add_column("users", sa.Column("locale", sa.String(8), server_default="en"))
    if not _has_column("users", "timezone"):
        op.add_column("users", sa.Column("timezone", sa.String(64)))
    if not _has_index("users", "ix_users_locale"):
        op.create_index("ix_users_locale", "users", ["locale"])


def downgrade():
    if _has_index("users", "ix_users_locale"):
        op.drop_index("ix_users_locale", table_name="users")
    for name in ("timezone", "locale"):
        if _has_column("users", name):
            with op.batch_alter_table("users") as batch_op:
                batch_op.drop_column(name)
