"""Lock timeout index names"""
import sqlalchemy as sa
from alembic import op

revision = "5c005e3d9036"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("SET LOCAL lock_timeout = '5s'")
    op.drop_index("ix_posts_title", table_name="posts", if_exists=True)
    op.create_index("ix_posts_title_lower", "posts", [sa.text("lower(title)")], if_not_exists=True)


def downgrade():
    op.drop_index("ix_posts_title_lower", table_name="posts", if_exists=True)
    op.create_index("ix_posts_title", "posts", ["title"], if_not_exists=True)
