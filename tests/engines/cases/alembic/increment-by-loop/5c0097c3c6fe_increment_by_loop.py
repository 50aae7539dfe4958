"""Increment by loop"""
import sqlalchemy as sa
from alembic import op

revision = "5c0097c3c6fe"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    posts = sa.table("posts", sa.column("id", sa.Integer), sa.column("views", sa.Integer))
    for post_id, views in conn.execute(sa.select(posts.c.id, posts.c.views)).fetchall():
        conn.execute(posts.update().where(posts.c.id == post_id).values(views=(views or 0) + 1))


def downgrade():
    pass
