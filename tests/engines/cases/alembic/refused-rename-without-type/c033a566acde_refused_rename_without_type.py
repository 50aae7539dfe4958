"""Titles are headlines"""
import sqlalchemy as sa
from alembic import op

revision = "c033a566acde"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    columns = {c["name"] for c in sa.inspect(op.get_bind()).get_columns("posts")}
    if "title" in columns:
        op.alter_column("posts", "title", new_column_name="headline")


def downgrade():
    op.alter_column("posts", "headline", new_column_name="title")
