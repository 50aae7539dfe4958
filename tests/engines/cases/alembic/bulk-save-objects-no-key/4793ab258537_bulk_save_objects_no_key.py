"""Bulk save objects no key"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm

revision = "4793ab258537"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = orm.declarative_base()


class Plan(Base):
    __tablename__ = "plans"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100))
    price = sa.Column(sa.Integer)


def upgrade():
    session = orm.Session(bind=op.get_bind())
    session.bulk_save_objects([Plan(name="mini", price=1), Plan(name="maxi", price=99)])
    session.commit()


def downgrade():
    op.execute("DELETE FROM plans WHERE name IN ('mini', 'maxi')")
