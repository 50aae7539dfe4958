"""Delete orphans then fk"""
import sqlalchemy as sa
from alembic import op

revision = "5c007954a578"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DELETE FROM posts WHERE user_id IS NOT NULL AND user_id NOT IN (SELECT id FROM users)")
    op.create_foreign_key("fk_posts_users", "posts", "users", ["user_id"], ["id"], ondelete="SET NULL")


def downgrade():
    op.drop_constraint("fk_posts_users", "posts", type_="foreignkey")
