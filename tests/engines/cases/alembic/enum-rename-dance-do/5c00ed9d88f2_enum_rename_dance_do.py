"""Enum rename dance do"""
import sqlalchemy as sa
from alembic import op

revision = "5c00ed9d88f2"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_type WHERE typname = 'post_kind') THEN
                CREATE TYPE post_kind AS ENUM ('note', 'article');
            END IF;
        END
        $$;
    """)
    op.execute("ALTER TABLE posts ADD COLUMN IF NOT EXISTS kind post_kind NOT NULL DEFAULT 'note'")
    op.execute("CREATE INDEX IF NOT EXISTS ix_posts_kind ON posts (kind)")


def downgrade():
    op.execute("DROP INDEX IF EXISTS ix_posts_kind")
    op.execute("ALTER TABLE posts DROP COLUMN IF EXISTS kind")
    op.execute("DROP TYPE IF EXISTS post_kind")
