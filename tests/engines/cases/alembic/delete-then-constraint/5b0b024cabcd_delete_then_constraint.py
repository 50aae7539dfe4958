"""Delete then constraint"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b024cabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DELETE FROM posts WHERE user_id IS NULL")
    with op.batch_alter_table("posts") as batch_op:
        batch_op.alter_column("user_id", existing_type=sa.Integer(), nullable=False)
        batch_op.create_foreign_key("fk_posts_users", "users", ["user_id"], ["id"])


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_constraint("fk_posts_users", type_="foreignkey")
        batch_op.alter_column("user_id", existing_type=sa.Integer(), nullable=True)
