"""Commit each batch loop"""
import sqlalchemy as sa
from alembic import op

revision = "8a3f80d5f343"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    op.add_column("posts", sa.Column("word_count", sa.Integer(), nullable=True))
    while True:
        result = conn.execute(
            sa.text(
                "UPDATE posts SET word_count = length(body) WHERE id IN "
                "(SELECT id FROM posts WHERE word_count IS NULL AND body IS NOT NULL LIMIT 500)"
            )
        )
        if result.rowcount == 0:
            break


def downgrade():
    op.drop_column("posts", "word_count")
