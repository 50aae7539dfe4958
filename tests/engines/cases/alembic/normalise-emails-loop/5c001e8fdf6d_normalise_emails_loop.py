"""Normalise emails loop"""
import sqlalchemy as sa
from alembic import op

revision = "5c001e8fdf6d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    for row in conn.execute(sa.text("SELECT id, email FROM users WHERE email IS NOT NULL")).fetchall():
        clean = row.email.strip().lower()
        if clean != row.email:
            conn.execute(sa.text("UPDATE users SET email = :email WHERE id = :id"), dict(email=clean, id=row.id))


def downgrade():
    pass
