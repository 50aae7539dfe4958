"""Orm state moves once"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import declarative_base, sessionmaker

Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"
    id = sa.Column(sa.Integer, primary_key=True)
    status = sa.Column(sa.String(20))
    total = sa.Column(sa.Integer)

revision = "5c0066303172"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    session = sessionmaker(bind=op.get_bind())()
    for order in session.query(Order).filter(Order.status == "open"):
        order.status = "pending"
        order.total = order.total * 100
    session.commit()


def downgrade():
    pass
