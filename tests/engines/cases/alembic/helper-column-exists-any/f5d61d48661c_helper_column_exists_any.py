"""Helper column exists any"""
import sqlalchemy as sa
from alembic import op

revision = "f5d61d48661c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _has(table, column):
    return any(c["name"] == column for c in sa.inspect(op.get_bind()).get_columns(table))


def upgrade():
    if not _has("posts", "slug"):
        op.add_column("posts", sa.Column("slug", sa.String(120)))
    op.execute("UPDATE posts SET slug = lower(title) WHERE slug IS NULL")
    op.create_index("ix_posts_slug", "posts", ["slug"], unique=True)


def downgrade():
    op.drop_index("ix_posts_slug", table_name="posts")
    if _has("posts", "slug"):
        op.drop_column("posts", "slug")
