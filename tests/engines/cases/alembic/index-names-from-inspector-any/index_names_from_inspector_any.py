"""Index names from inspector any"""
import sqlalchemy as sa
from alembic import op

revision = "084f8c690e49"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if not any(ix["name"] == "ix_posts_user_state" for ix in inspector.get_indexes("posts")):
        op.create_index("ix_posts_user_state", "posts", ["user_id", "state"])
    if any(ix["name"] == "ix_posts_title" for ix in inspector.get_indexes("posts")):
        op.drop_index("ix_posts_title", table_name="posts")


def downgrade():
    op.create_index("ix_posts_title", "posts", ["title"])
    op.drop_index("ix_posts_user_state", table_name="posts")
