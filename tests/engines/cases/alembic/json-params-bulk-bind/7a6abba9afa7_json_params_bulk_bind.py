"""Json params bulk bind"""
import json

import sqlalchemy as sa
from alembic import op

revision = "7a6abba9afa7"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("meta", sa.Text(), nullable=True))
    conn = op.get_bind()
    posts = conn.execute(sa.text("SELECT id, title, views FROM posts")).mappings().all()
    params = [{"i": p["id"], "m": json.dumps({"title": p["title"], "views": p["views"] or 0})} for p in posts]
    if params:
        conn.execute(sa.text("UPDATE posts SET meta = :m WHERE id = :i"), params)


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_column("meta")
