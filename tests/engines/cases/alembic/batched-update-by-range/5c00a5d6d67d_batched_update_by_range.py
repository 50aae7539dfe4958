"""Batched update by range"""
import sqlalchemy as sa
from alembic import op

revision = "5c00a5d6d67d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("word_count", sa.Integer(), nullable=True))
    conn = op.get_bind()
    max_id = conn.execute(sa.text("SELECT MAX(id) FROM posts")).scalar() or 0
    for start in range(0, max_id + 1, 1000):
        conn.execute(
            sa.text(
                "UPDATE posts SET word_count = length(body) - length(replace(body, ' ', '')) + 1 "
                "WHERE id BETWEEN :low AND :high AND word_count IS NULL"
            ),
            {"low": start, "high": start + 999},
        )


def downgrade():
    op.drop_column("posts", "word_count")
