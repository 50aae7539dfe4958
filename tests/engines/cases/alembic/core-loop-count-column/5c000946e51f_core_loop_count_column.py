"""Core loop count column"""
import sqlalchemy as sa
from alembic import op

revision = "5c000946e51f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("posts_count", sa.Integer(), nullable=False, server_default="0"))
    conn = op.get_bind()
    counts = conn.execute(sa.text("SELECT user_id, COUNT(*) FROM posts GROUP BY user_id")).fetchall()
    for user_id, total in counts:
        conn.execute(
            sa.text("UPDATE users SET posts_count = :total WHERE id = :id"),
            {"total": total, "id": user_id},
        )


def downgrade():
    op.drop_column("users", "posts_count")
