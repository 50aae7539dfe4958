"""Pg information schema check"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b022dabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    result = conn.execute(
        sa.text("SELECT column_name FROM information_schema.columns WHERE table_name = 'users' AND column_name = 'avatar'")
    )
    if result.fetchone() is None:
        op.add_column("users", sa.Column("avatar", sa.String(255)))


def downgrade():
    op.drop_column("users", "avatar")
