"""Backfill only"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b020eabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    rows = conn.execute(sa.text("SELECT id, email FROM users WHERE email IS NOT NULL")).fetchall()
    for row in rows:
        conn.execute(sa.text("UPDATE users SET email = :email WHERE id = :id"), {"email": row.email.lower(), "id": row.id})


def downgrade():
    pass
