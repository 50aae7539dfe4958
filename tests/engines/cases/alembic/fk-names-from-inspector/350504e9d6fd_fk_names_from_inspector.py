"""Fk names from inspector"""
import sqlalchemy as sa
from alembic import op

revision = "350504e9d6fd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    fks = {fk["name"] for fk in sa.inspect(op.get_bind()).get_foreign_keys("posts")}
    if "fk_posts_users" not in fks:
        op.create_foreign_key("fk_posts_users", "posts", "users", ["user_id"], ["id"])


def downgrade():
    op.drop_constraint("fk_posts_users", "posts", type_="foreignkey")
