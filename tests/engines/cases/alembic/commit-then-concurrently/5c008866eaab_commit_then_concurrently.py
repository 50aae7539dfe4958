"""Commit then concurrently"""
import sqlalchemy as sa
from alembic import op

revision = "5c008866eaab"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("published_at", sa.DateTime(timezone=True)))
    # CREATE INDEX CONCURRENTLY cannot run inside a transaction.
    op.execute("COMMIT")
    op.create_index("ix_posts_published_at", "posts", ["published_at"], postgresql_concurrently=True)


def downgrade():
    op.drop_index("ix_posts_published_at", table_name="posts")
    op.drop_column("posts", "published_at")
