"""Temp table swap"""
import sqlalchemy as sa
from alembic import op

revision = "5c007ccdba1b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "tags_new",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("label", sa.String(100), nullable=False),
        sa.Column("color", sa.String(16), nullable=True),
    )
    op.execute("INSERT INTO tags_new (id, label) SELECT id, label FROM tags")
    op.drop_table("tags")
    op.rename_table("tags_new", "tags")
    op.create_index("ix_tags_label", "tags", ["label"], unique=True)


def downgrade():
    op.drop_column("tags", "color")
