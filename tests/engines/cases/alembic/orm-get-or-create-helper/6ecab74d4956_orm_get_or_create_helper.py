"""Orm get or create helper"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "6ecab74d4956"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = declarative_base()


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    label = sa.Column(sa.String(100))


def get_or_create(session, label):
    tag = session.query(Tag).filter_by(label=label).first()
    if tag is None:
        tag = Tag(label=label)
        session.add(tag)
    return tag


def upgrade():
    session = Session(bind=op.get_bind())
    for label in ["alpha", "beta"]:
        get_or_create(session, label)
    session.commit()


def downgrade():
    pass
