"""Mysql modify charset"""
import sqlalchemy as sa
from alembic import op

revision = "5c00c8726797"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    for table in ("users", "posts"):
        op.execute(f"ALTER TABLE {table} CONVERT TO CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci")
    op.execute("ALTER TABLE posts MODIFY title VARCHAR(200) NOT NULL DEFAULT ''")


def downgrade():
    op.execute("ALTER TABLE posts MODIFY title VARCHAR(100) NULL")
