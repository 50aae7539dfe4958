"""Permissions upsert through text"""
import sqlalchemy as sa
from alembic import op

revision = "1324010bc71c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


PERMISSIONS = [
    (1, "orders.read", "Read orders"),
    (2, "orders.write", "Write orders"),
]


def upgrade():
    op.create_table(
        "permissions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.String(50), nullable=False, unique=True),
        sa.Column("title", sa.String(100)),
        if_not_exists=True,
    )
    connection = op.get_bind()
    for pid, code, title in PERMISSIONS:
        connection.execute(
            sa.text(
                "INSERT INTO permissions (id, code, title) VALUES (:id, :code, :title) "
                "ON CONFLICT (code) DO UPDATE SET title = EXCLUDED.title"
            ),
            {"id": pid, "code": code, "title": title},
        )


def downgrade():
    op.drop_table("permissions")
