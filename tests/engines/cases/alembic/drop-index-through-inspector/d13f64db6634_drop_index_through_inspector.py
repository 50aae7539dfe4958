"""Drop index through inspector"""
import sqlalchemy as sa
from alembic import op

revision = "d13f64db6634"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    insp = sa.inspect(op.get_bind())
    if any(ix["name"] == "ix_posts_title" for ix in insp.get_indexes("posts")):
        op.drop_index("ix_posts_title", table_name="posts")
    op.create_index("ix_posts_title_state", "posts", ["title", "state"])


def downgrade():
    op.drop_index("ix_posts_title_state", table_name="posts")
    op.create_index("ix_posts_title", "posts", ["title"])
