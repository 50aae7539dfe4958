"""Autocommit drop invalid then make"""
import sqlalchemy as sa
from alembic import op

revision = "01d9187291f7"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_posts_state")
        op.execute("CREATE INDEX CONCURRENTLY ix_posts_state ON posts (state)")


def downgrade():
    with op.get_context().autocommit_block():
        op.execute("DROP INDEX CONCURRENTLY IF EXISTS ix_posts_state")
