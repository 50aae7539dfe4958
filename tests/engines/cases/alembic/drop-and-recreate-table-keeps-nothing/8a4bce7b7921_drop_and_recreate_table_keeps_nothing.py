"""Drop and recreate table keeps nothing"""
import sqlalchemy as sa
from alembic import op

revision = "8a4bce7b7921"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP TABLE IF EXISTS tags")
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("slug", sa.String(64), nullable=False),
    )


def downgrade():
    op.drop_table("tags")
    op.create_table(
        "tags",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("label", sa.String(100)),
    )
    op.create_index("ix_tags_label", "tags", ["label"], unique=True)
