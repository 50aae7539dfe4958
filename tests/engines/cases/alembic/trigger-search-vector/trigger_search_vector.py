"""Trigger search vector"""
import sqlalchemy as sa
from alembic import op

revision = "191afb51f530"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE posts ADD COLUMN IF NOT EXISTS search tsvector")
    op.execute("CREATE INDEX IF NOT EXISTS ix_posts_search ON posts USING gin (search)")
    op.execute(
        """
        CREATE OR REPLACE FUNCTION posts_search_update() RETURNS trigger AS $$
        BEGIN
            NEW.search := to_tsvector('simple', coalesce(NEW.title, '') || ' ' || coalesce(NEW.body, ''));
            RETURN NEW;
        END
        $$ LANGUAGE plpgsql
        """
    )
    op.execute("DROP TRIGGER IF EXISTS posts_search_trigger ON posts")
    op.execute(
        "CREATE TRIGGER posts_search_trigger BEFORE INSERT OR UPDATE ON posts "
        "FOR EACH ROW EXECUTE FUNCTION posts_search_update()"
    )
    op.execute("UPDATE posts SET title = title")


def downgrade():
    op.execute("DROP TRIGGER IF EXISTS posts_search_trigger ON posts")
    op.execute("DROP FUNCTION IF EXISTS posts_search_update()")
    op.drop_index("ix_posts_search", "posts")
    op.drop_column("posts", "search")
