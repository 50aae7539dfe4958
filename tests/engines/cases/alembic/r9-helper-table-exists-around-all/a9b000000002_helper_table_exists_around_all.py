"""Helper table exists around all"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000002"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _has_table(name):
    return sa.inspect(op.get_bind()).has_table(name)


def upgrade():
    if not _has_table("reviews"):
        op.create_table("reviews", sa.Column("id", sa.Integer, primary_key=True), sa.Column("post_id", sa.Integer), sa.Column("stars", sa.Integer))
        op.create_index("ix_reviews_post", "reviews", ["post_id"])
        op.execute("INSERT INTO reviews (post_id, stars) SELECT id, 5 FROM posts")


def downgrade():
    if _has_table("reviews"):
        op.drop_table("reviews")
