"""Mysql raw two"""
import sqlalchemy as sa
from alembic import op

revision = "5c0016599d11"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE posts ADD COLUMN excerpt VARCHAR(255) NULL, ADD INDEX ix_posts_excerpt (excerpt)")
    op.execute("UPDATE posts SET excerpt = LEFT(body, 255) WHERE excerpt IS NULL")


def downgrade():
    op.execute("ALTER TABLE posts DROP INDEX ix_posts_excerpt, DROP COLUMN excerpt")
