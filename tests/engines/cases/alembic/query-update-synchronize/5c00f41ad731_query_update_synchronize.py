"""Query update synchronize"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm
from sqlalchemy.orm import declarative_base

Base = declarative_base()


class Plan(Base):
    __tablename__ = "plans"
    id = sa.Column(sa.Integer, primary_key=True)
    price = sa.Column(sa.Integer)

revision = "5c00f41ad731"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    session = orm.Session(bind=op.get_bind())
    session.query(Plan).update({Plan.price: Plan.price + 1}, synchronize_session=False)
    session.commit()


def downgrade():
    session = orm.Session(bind=op.get_bind())
    session.query(Plan).update({Plan.price: Plan.price - 1}, synchronize_session=False)
    session.commit()
