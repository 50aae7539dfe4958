"""Sqlite hand rebuild cleared"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0241abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP TABLE IF EXISTS users_new")
    op.execute("CREATE TABLE users_new (id INTEGER PRIMARY KEY, name VARCHAR(100) NOT NULL, email VARCHAR(100) UNIQUE)")
    op.execute("INSERT INTO users_new (id, name, email) SELECT id, name, email FROM users")
    op.execute("DROP TABLE users")
    op.execute("ALTER TABLE users_new RENAME TO users")


def downgrade():
    pass
