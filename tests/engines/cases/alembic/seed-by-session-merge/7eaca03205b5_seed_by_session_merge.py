"""Seed by session merge"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "7eaca03205b5"
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
    session.merge(Plan(id=100, name="team", price=50))
    session.merge(Plan(id=101, name="enterprise", price=500))
    session.commit()


def downgrade():
    op.execute("DELETE FROM plans WHERE id IN (100, 101)")
