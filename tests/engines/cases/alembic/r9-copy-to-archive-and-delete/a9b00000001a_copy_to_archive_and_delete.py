"""Copy to archive and delete"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000001a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TABLE IF NOT EXISTS archived_posts AS SELECT * FROM posts WHERE 1 = 0")
    op.execute("INSERT INTO archived_posts SELECT * FROM posts WHERE state = 1")
    op.execute("DELETE FROM posts WHERE state = 1")


def downgrade():
    op.execute("INSERT INTO posts SELECT * FROM archived_posts")
    op.drop_table("archived_posts")
