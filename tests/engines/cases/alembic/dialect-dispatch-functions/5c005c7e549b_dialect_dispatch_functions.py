"""Dialect dispatch functions"""
import sqlalchemy as sa
from alembic import op

revision = "5c005c7e549b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _upgrade_postgres():
    op.execute("ALTER TABLE posts ADD COLUMN IF NOT EXISTS search tsvector")
    op.execute("CREATE INDEX IF NOT EXISTS ix_posts_search ON posts USING gin (search)")


def _upgrade_mysql():
    op.execute("CREATE FULLTEXT INDEX ix_posts_search ON posts (title, body)")


def _upgrade_sqlite():
    op.execute("CREATE VIRTUAL TABLE IF NOT EXISTS posts_fts USING fts5(title, body)")


def upgrade():
    name = op.get_bind().dialect.name
    {"postgresql": _upgrade_postgres, "mysql": _upgrade_mysql, "sqlite": _upgrade_sqlite}[name]()


def downgrade():
    pass
