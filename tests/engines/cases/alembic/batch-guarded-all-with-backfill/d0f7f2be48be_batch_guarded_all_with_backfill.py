"""Batch guarded all with backfill"""
import sqlalchemy as sa
from alembic import op

revision = "d0f7f2be48be"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _columns(table):
    return {c["name"] for c in sa.inspect(op.get_bind()).get_columns(table)}


def _indexes(table):
    return {i["name"] for i in sa.inspect(op.get_bind()).get_indexes(table)}


def upgrade():
    if "visibility" not in _columns("posts"):
        with op.batch_alter_table("posts") as batch_op:
            batch_op.add_column(sa.Column("visibility", sa.String(16), nullable=True))
    op.execute("UPDATE posts SET visibility = 'public' WHERE visibility IS NULL")
    if "ix_posts_visibility" not in _indexes("posts"):
        op.create_index("ix_posts_visibility", "posts", ["visibility"])


def downgrade():
    if "ix_posts_visibility" in _indexes("posts"):
        op.drop_index("ix_posts_visibility", table_name="posts")
    if "visibility" in _columns("posts"):
        with op.batch_alter_table("posts") as batch_op:
            batch_op.drop_column("visibility")
