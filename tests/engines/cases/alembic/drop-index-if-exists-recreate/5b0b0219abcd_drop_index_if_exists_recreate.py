"""Drop index if exists recreate"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0219abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_index("ix_posts_title", table_name="posts", if_exists=True)
    op.create_index("ix_posts_title", "posts", ["title", "state"])


def downgrade():
    op.drop_index("ix_posts_title", table_name="posts")
    op.create_index("ix_posts_title", "posts", ["title"])
