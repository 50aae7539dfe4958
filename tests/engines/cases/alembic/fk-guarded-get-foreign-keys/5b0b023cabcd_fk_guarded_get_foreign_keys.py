"""Fk guarded get foreign keys"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b023cabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _fk_exists(table, name):
    return any(fk.get("name") == name for fk in sa.inspect(op.get_bind()).get_foreign_keys(table))


def upgrade():
    if not _fk_exists("posts", "fk_posts_user_id"):
        op.create_foreign_key("fk_posts_user_id", "posts", "users", ["user_id"], ["id"])


def downgrade():
    if _fk_exists("posts", "fk_posts_user_id"):
        op.drop_constraint("fk_posts_user_id", "posts", type_="foreignkey")
