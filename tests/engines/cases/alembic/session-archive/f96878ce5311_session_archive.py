"""Session archive"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "f96878ce5311"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = declarative_base()


class Post(Base):
    __tablename__ = "posts"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(100))
    state = sa.Column(sa.Integer)


class PostArchive(Base):
    __tablename__ = "post_archive"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(100))


def upgrade():
    bind = op.get_bind()
    op.create_table(
        "post_archive",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("title", sa.String(100)),
    )
    session = Session(bind=bind)
    for post in session.query(Post).filter(Post.state == 1).all():
        session.add(PostArchive(title=post.title))
        session.delete(post)
    session.commit()


def downgrade():
    op.drop_table("post_archive")
