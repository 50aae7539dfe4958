"""Mariadb online ddl raw"""
import sqlalchemy as sa
from alembic import op

revision = "593341ed4150"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE posts ADD COLUMN IF NOT EXISTS score INT NOT NULL DEFAULT 0, ALGORITHM=INSTANT")
    op.execute("CREATE INDEX IF NOT EXISTS ix_posts_score ON posts (score)")
    op.execute("ALTER TABLE users MODIFY COLUMN email VARCHAR(255) NULL")


def downgrade():
    op.execute("ALTER TABLE users MODIFY COLUMN email VARCHAR(100) NULL")
    op.execute("ALTER TABLE posts DROP INDEX ix_posts_score")
    op.execute("ALTER TABLE posts DROP COLUMN score")
