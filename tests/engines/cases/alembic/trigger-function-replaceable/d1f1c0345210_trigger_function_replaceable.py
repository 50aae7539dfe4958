"""Trigger function replaceable"""
import sqlalchemy as sa
from alembic import op

revision = "d1f1c0345210"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


FUNCTION = """
CREATE OR REPLACE FUNCTION bump_views() RETURNS trigger LANGUAGE plpgsql AS $fn$
BEGIN
    NEW.views := coalesce(NEW.views, 0);
    RETURN NEW;
END
$fn$
"""


def upgrade():
    op.execute(FUNCTION)
    op.execute("DROP TRIGGER IF EXISTS posts_bump ON posts")
    op.execute("CREATE TRIGGER posts_bump BEFORE INSERT ON posts FOR EACH ROW EXECUTE FUNCTION bump_views()")


def downgrade():
    op.execute("DROP TRIGGER posts_bump ON posts")
    op.execute("DROP FUNCTION bump_views()")
