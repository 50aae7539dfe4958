"""Orm append suffix"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()


class Post(Base):
    __tablename__ = "posts"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(100))
    state = sa.Column(sa.Integer)

revision = "5c00b43ba9ce"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    session = sessionmaker(bind=op.get_bind())()
    for post in session.query(Post).filter(Post.state == 0).all():
        post.title = post.title + " (draft)"
    session.commit()


def downgrade():
    pass
