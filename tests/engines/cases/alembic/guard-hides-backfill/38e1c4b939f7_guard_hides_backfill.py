"""Guard hides backfill"""
import sqlalchemy as sa
from alembic import op

revision = "38e1c4b939f7"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if "slug" in [c["name"] for c in inspector.get_columns("posts")]:
        return
    op.add_column("posts", sa.Column("slug", sa.String(120), nullable=True))
    op.execute("UPDATE posts SET slug = lower(title)")
    op.create_index("ix_posts_slug", "posts", ["slug"])


def downgrade():
    op.drop_index("ix_posts_slug", table_name="posts")
    with op.batch_alter_table("posts") as batch:
        batch.drop_column("slug")
