"""Uuid column per row"""
import sqlalchemy as sa
from alembic import op

revision = "5c008d85339a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.add_column(sa.Column("public_id", sa.String(36), nullable=True))
    conn = op.get_bind()
    posts = sa.table("posts", sa.column("id", sa.Integer), sa.column("public_id", sa.String))
    for (post_id,) in conn.execute(sa.select(posts.c.id).where(posts.c.public_id.is_(None))).fetchall():
        conn.execute(posts.update().where(posts.c.id == post_id).values(public_id=f"p-{post_id:06d}"))
    with op.batch_alter_table("posts") as batch_op:
        batch_op.alter_column("public_id", existing_type=sa.String(36), nullable=False)
        batch_op.create_unique_constraint("uq_posts_public_id", ["public_id"])


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_constraint("uq_posts_public_id", type_="unique")
        batch_op.drop_column("public_id")
