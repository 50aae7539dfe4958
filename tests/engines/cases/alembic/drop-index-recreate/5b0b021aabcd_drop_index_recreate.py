"""Drop index recreate"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b021aabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_index(op.f("ix_posts_title"), table_name="posts")
    op.create_index(op.f("ix_posts_title"), "posts", ["title", "state"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_posts_title"), table_name="posts")
    op.create_index(op.f("ix_posts_title"), "posts", ["title"], unique=False)
