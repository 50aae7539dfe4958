"""Orm session add if absent"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Plan(Base):
    __tablename__ = "plans"

    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100))
    price = sa.Column(sa.Integer)

revision = "5c00164a75e6"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    session = orm.Session(bind=op.get_bind())
    if session.query(Plan).filter_by(name="enterprise").first() is None:
        session.add(Plan(name="enterprise", price=500))
        session.commit()


def downgrade():
    session = orm.Session(bind=op.get_bind())
    session.query(Plan).filter_by(name="enterprise").delete()
    session.commit()
