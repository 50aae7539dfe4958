"""Create table and index if not exists"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0004abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "comments",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("post_id", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text()),
        if_not_exists=True,
    )
    op.create_index("ix_comments_post_id", "comments", ["post_id"], if_not_exists=True)


def downgrade():
    op.drop_index("ix_comments_post_id", table_name="comments", if_exists=True)
    op.drop_table("comments", if_exists=True)
