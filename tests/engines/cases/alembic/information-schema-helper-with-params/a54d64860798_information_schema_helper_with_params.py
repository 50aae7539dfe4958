"""Information schema helper with params"""
import sqlalchemy as sa
from alembic import op

revision = "a54d64860798"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def column_exists(table_name, column_name):
    conn = op.get_bind()
    result = conn.execute(
        sa.text("SELECT 1 FROM information_schema.columns WHERE table_name = :t AND column_name = :c"),
        {"t": table_name, "c": column_name},
    ).fetchone()
    return result is not None


def upgrade():
    if not column_exists("users", "phone"):
        op.add_column("users", sa.Column("phone", sa.String(30)))
    if column_exists("users", "nickname"):
        op.drop_column("users", "nickname")


def downgrade():
    op.add_column("users", sa.Column("nickname", sa.String(100)))
    op.drop_column("users", "phone")
