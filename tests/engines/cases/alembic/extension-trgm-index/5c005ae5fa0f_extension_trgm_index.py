"""Extension trgm index"""
import sqlalchemy as sa
from alembic import op

revision = "5c005ae5fa0f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.create_index(
        "ix_posts_title_trgm",
        "posts",
        [sa.text("lower(title) gin_trgm_ops")],
        postgresql_using="gin",
        if_not_exists=True,
    )


def downgrade():
    op.drop_index("ix_posts_title_trgm", table_name="posts", if_exists=True)
    op.execute("DROP EXTENSION IF EXISTS pg_trgm")
