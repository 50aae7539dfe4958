"""Slug loop with counter unique"""
import sqlalchemy as sa
from alembic import op

revision = "02b133c61aca"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


import re


def upgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.add_column(sa.Column("slug", sa.String(120), nullable=True))
    conn = op.get_bind()
    seen = set()
    for post_id, title in conn.execute(sa.text("SELECT id, title FROM posts ORDER BY id")).fetchall():
        base = re.sub(r"[^a-z0-9]+", "-", (title or "").lower()).strip("-") or "post"
        slug, n = base, 2
        while slug in seen:
            slug = f"{base}-{n}"
            n += 1
        seen.add(slug)
        conn.execute(sa.text("UPDATE posts SET slug = :slug WHERE id = :id"), {"slug": slug, "id": post_id})
    with op.batch_alter_table("posts") as batch_op:
        batch_op.alter_column("slug", existing_type=sa.String(120), nullable=False)
        batch_op.create_unique_constraint("uq_posts_slug", ["slug"])


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_constraint("uq_posts_slug", type_="unique")
        batch_op.drop_column("slug")
