"""Trigger view rerunnable"""
import sqlalchemy as sa
from alembic import op

revision = "0080f7785209"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


FUNCTION = """
CREATE OR REPLACE FUNCTION touch_views() RETURNS trigger AS $$
BEGIN
    NEW.views := coalesce(NEW.views, 0);
    RETURN NEW;
END;
$$ LANGUAGE plpgsql
"""


def upgrade():
    op.execute(FUNCTION)
    op.execute("DROP TRIGGER IF EXISTS posts_touch_views ON posts")
    op.execute("CREATE TRIGGER posts_touch_views BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION touch_views()")
    op.execute("CREATE OR REPLACE VIEW live_posts AS SELECT id, title FROM posts WHERE state = 1")


def downgrade():
    op.execute("DROP VIEW IF EXISTS live_posts")
    op.execute("DROP TRIGGER IF EXISTS posts_touch_views ON posts")
    op.execute("DROP FUNCTION IF EXISTS touch_views()")
