"""Orm query other key"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "cbc1b3376aee"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = declarative_base()


class Plan(Base):
    __tablename__ = "plans"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100))
    price = sa.Column(sa.Integer)


def upgrade():
    session = Session(bind=op.get_bind())
    if not session.query(Plan).filter(Plan.name == "gold plan").first():
        session.add(Plan(name="gold", price=70))
    session.commit()


def downgrade():
    pass
