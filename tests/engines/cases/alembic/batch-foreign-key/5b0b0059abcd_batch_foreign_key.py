"""Batch foreign key"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0059abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.create_foreign_key("fk_posts_users", "users", ["user_id"], ["id"])


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_constraint("fk_posts_users", type_="foreignkey")
