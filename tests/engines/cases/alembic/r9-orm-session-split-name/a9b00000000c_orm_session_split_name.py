"""Orm session split name"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000000c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("first_name", sa.String(100)))
    conn = op.get_bind()
    for id_, name in conn.execute(sa.text("SELECT id, name FROM users")).fetchall():
        conn.execute(sa.text("UPDATE users SET first_name = :first WHERE id = :id"), {"first": (name or "").split(" ")[0], "id": id_})
    op.drop_column("users", "name")


def downgrade():
    op.add_column("users", sa.Column("name", sa.String(100)))
    op.execute("UPDATE users SET name = first_name")
    op.drop_column("users", "first_name")
