"""Pg information schema helper"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b022eabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def has_column(conn, table: str, column: str) -> bool:
    return conn.execute(
        sa.text(
            "SELECT EXISTS (SELECT 1 FROM information_schema.columns "
            "WHERE table_schema = 'public' AND table_name = :t AND column_name = :c)"
        ),
        {"t": table, "c": column},
    ).scalar()


def upgrade():
    conn = op.get_bind()
    if not has_column(conn, "users", "avatar"):
        op.add_column("users", sa.Column("avatar", sa.String(255)))
    if not has_column(conn, "posts", "cover"):
        op.add_column("posts", sa.Column("cover", sa.String(255)))


def downgrade():
    op.drop_column("posts", "cover")
    op.drop_column("users", "avatar")
