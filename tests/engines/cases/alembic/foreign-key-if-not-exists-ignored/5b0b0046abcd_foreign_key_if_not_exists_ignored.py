"""Foreign key if not exists ignored"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0046abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_foreign_key("fk_posts_users", "posts", "users", ["user_id"], ["id"], if_not_exists=True)


def downgrade():
    op.drop_constraint("fk_posts_users", "posts", type_="foreignkey", if_exists=True)
