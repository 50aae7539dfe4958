"""Batch many steps sqlite"""
import sqlalchemy as sa
from alembic import op

revision = "856c682de095"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("author_id", sa.Integer(), nullable=True))
        batch_op.create_index(batch_op.f("ix_posts_author_id"), ["author_id"], unique=False)
        batch_op.create_foreign_key(batch_op.f("fk_posts_author_id_users"), "users", ["author_id"], ["id"])
    op.execute("UPDATE posts SET author_id = user_id")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_column("user_id")


def downgrade():
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.add_column(sa.Column("user_id", sa.Integer(), nullable=True))
    op.execute("UPDATE posts SET user_id = author_id")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("fk_posts_author_id_users"), type_="foreignkey")
        batch_op.drop_index(batch_op.f("ix_posts_author_id"))
        batch_op.drop_column("author_id")
