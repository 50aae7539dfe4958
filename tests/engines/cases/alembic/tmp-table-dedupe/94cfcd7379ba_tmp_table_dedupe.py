"""Tmp table dedupe"""
import sqlalchemy as sa
from alembic import op

revision = "94cfcd7379ba"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DELETE FROM posts WHERE id NOT IN (SELECT keep FROM (SELECT MIN(id) AS keep FROM posts GROUP BY title) AS k)")
    with op.batch_alter_table("posts") as batch_op:
        batch_op.create_unique_constraint("uq_posts_title", ["title"])


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_constraint("uq_posts_title", type_="unique")
