"""Mariadb swap table"""
import sqlalchemy as sa
from alembic import op

revision = "9d0343b3212d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TABLE posts_new LIKE posts")
    op.execute("ALTER TABLE posts_new ADD COLUMN lang VARCHAR(5) NOT NULL DEFAULT 'en'")
    op.execute("INSERT INTO posts_new (id, user_id, title, body, state, views) SELECT id, user_id, title, body, state, views FROM posts")
    op.execute("RENAME TABLE posts TO posts_old, posts_new TO posts")


def downgrade():
    op.execute("DROP TABLE posts")
    op.execute("RENAME TABLE posts_old TO posts")
