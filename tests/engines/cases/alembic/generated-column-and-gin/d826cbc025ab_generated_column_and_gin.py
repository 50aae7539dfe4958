"""Generated column and gin"""
import sqlalchemy as sa
from alembic import op

revision = "d826cbc025ab"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        "ALTER TABLE posts ADD COLUMN IF NOT EXISTS search tsvector "
        "GENERATED ALWAYS AS (to_tsvector('english', coalesce(title, '') || ' ' || coalesce(body, ''))) STORED"
    )
    op.create_index("ix_posts_search", "posts", ["search"], postgresql_using="gin", if_not_exists=True)


def downgrade():
    op.drop_index("ix_posts_search", table_name="posts", if_exists=True)
    op.drop_column("posts", "search", if_exists=True)
