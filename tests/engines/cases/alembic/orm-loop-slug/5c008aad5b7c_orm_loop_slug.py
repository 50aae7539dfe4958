"""Orm loop slug"""
import re
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import declarative_base, Session

Base = declarative_base()


class Post(Base):
    __tablename__ = "posts"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(100))
    slug = sa.Column(sa.String(120))


def slugify(text):
    return re.sub(r"[^a-z0-9]+", "-", (text or "").lower()).strip("-")

revision = "5c008aad5b7c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("slug", sa.String(120), nullable=True))
    session = Session(bind=op.get_bind())
    for post in session.query(Post).all():
        post.slug = slugify(post.title)
    session.commit()
    op.create_index("ix_posts_slug", "posts", ["slug"])


def downgrade():
    op.drop_index("ix_posts_slug", table_name="posts")
    op.drop_column("posts", "slug")
