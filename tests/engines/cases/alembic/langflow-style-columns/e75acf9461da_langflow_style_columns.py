"""Langflow style columns"""
import sqlalchemy as sa
from alembic import op

revision = "e75acf9461da"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    conn = op.get_bind()
    inspector = sa.inspect(conn)
    column_names = [column["name"] for column in inspector.get_columns("posts")]
    with op.batch_alter_table("posts", schema=None) as batch_op:
        if "webhook" not in column_names:
            batch_op.add_column(sa.Column("webhook", sa.Boolean(), nullable=True))
        if "icon" not in column_names:
            batch_op.add_column(sa.Column("icon", sa.String(40), nullable=True))
    indexes = {ix["name"] for ix in inspector.get_indexes("posts")}
    if "ix_posts_icon" not in indexes:
        op.create_index("ix_posts_icon", "posts", ["icon"])


def downgrade() -> None:
    conn = op.get_bind()
    inspector = sa.inspect(conn)
    column_names = [column["name"] for column in inspector.get_columns("posts")]
    if "ix_posts_icon" in {ix["name"] for ix in inspector.get_indexes("posts")}:
        op.drop_index("ix_posts_icon", table_name="posts")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        if "icon" in column_names:
            batch_op.drop_column("icon")
        if "webhook" in column_names:
            batch_op.drop_column("webhook")
