"""Seed admin once"""
import sqlalchemy as sa
from alembic import op

revision = "5c008ecd8475"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    admin = conn.execute(sa.text("SELECT id FROM users WHERE email = :email"), {"email": "admin@example.com"}).fetchone()
    if admin is None:
        conn.execute(
            sa.text("INSERT INTO users (name, email) VALUES (:name, :email)"),
            {"name": "Admin", "email": "admin@example.com"},
        )


def downgrade():
    op.execute("DELETE FROM users WHERE email = 'admin@example.com'")
