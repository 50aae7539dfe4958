"""Hash recomputed by helper"""
import sqlalchemy as sa
from alembic import op

revision = "03c36bbeef15"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


import hashlib

posts = sa.table("posts", sa.column("id", sa.Integer), sa.column("title", sa.String), sa.column("body", sa.Text))


def change_body(conn, to):
    for record in conn.execute(sa.select(posts.c.id, posts.c.title)).fetchall():
        digest = hashlib.md5(to(record.title or "").encode()).hexdigest()
        conn.execute(posts.update().where(posts.c.id == record.id).values(body=digest))


def upgrade():
    change_body(op.get_bind(), str)


def downgrade():
    change_body(op.get_bind(), str.lower)
