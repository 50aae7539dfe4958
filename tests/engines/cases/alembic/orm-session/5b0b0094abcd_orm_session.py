"""Orm session"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0094abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy import orm

Base = orm.declarative_base()


class Plan(Base):
    __tablename__ = "plans"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100))
    price = sa.Column(sa.Integer)


def upgrade():
    bind = op.get_bind()
    session = orm.Session(bind=bind)
    session.add(Plan(name="free", price=0))
    session.commit()


def downgrade():
    pass
