"""Inspector coarse"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0010abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    if "comments" not in inspector.get_table_names():
        op.create_table(
            "comments",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("post_id", sa.Integer(), nullable=False),
            sa.Column("body", sa.Text()),
        )
        op.create_index("ix_comments_post_id", "comments", ["post_id"])


def downgrade():
    op.drop_table("comments")
