"""Warehouse batched backfill"""
import sqlalchemy as sa
from alembic import op

revision = "0bd3e2f92c13"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    conn.execute(sa.text("SET statement_timeout = 120000"))
    op.add_column("posts", sa.Column("yanked", sa.Boolean(), server_default=sa.sql.false(), nullable=True))
    op.execute("COMMIT")
    total_rows = conn.execute(sa.text("SELECT COUNT(id) FROM posts WHERE yanked IS NULL")).scalar()
    max_loops = total_rows / 1000 + 1
    while max_loops > 0:
        conn.execute(
            sa.text(
                """
                UPDATE posts SET yanked = FALSE
                WHERE id IN (SELECT id FROM posts WHERE yanked IS NULL LIMIT 1000)
                """
            )
        )
        conn.execute(sa.text("COMMIT"))
        max_loops -= 1
    op.alter_column("posts", "yanked", nullable=False)


def downgrade():
    op.drop_column("posts", "yanked")
