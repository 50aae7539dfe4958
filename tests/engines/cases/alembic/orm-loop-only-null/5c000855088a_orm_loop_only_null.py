"""Orm loop only null"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import sessionmaker

Base = declarative_base()
Session = sessionmaker()


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100))
    nickname = sa.Column(sa.String(100))

revision = "5c000855088a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    session = Session(bind=bind)
    for user in session.query(User).filter(User.nickname.is_(None)):
        user.nickname = user.name.lower()
    session.commit()
    session.close()


def downgrade():
    pass
