"""Orm backfill models"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "6ffa8e895139"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = declarative_base()


class User(Base):
    __tablename__ = "users"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String)
    initials = sa.Column(sa.String)


def upgrade():
    op.add_column("users", sa.Column("initials", sa.String(10)))
    session = Session(bind=op.get_bind())
    for user in session.query(User).filter(User.initials.is_(None)):
        user.initials = (user.name or "?")[:1]
    session.commit()


def downgrade():
    op.drop_column("users", "initials")
