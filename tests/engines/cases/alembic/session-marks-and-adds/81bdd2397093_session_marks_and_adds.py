"""Session marks and adds"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "81bdd2397093"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = declarative_base()


class Order(Base):
    __tablename__ = "orders"
    id = sa.Column(sa.Integer, primary_key=True)
    status = sa.Column(sa.String(20))
    total = sa.Column(sa.Integer)


class Plan(Base):
    __tablename__ = "plans"
    id = sa.Column(sa.Integer, primary_key=True)
    name = sa.Column(sa.String(100))
    price = sa.Column(sa.Integer)


def upgrade():
    session = Session(bind=op.get_bind())
    for order in session.query(Order).filter_by(status="open").all():
        session.add(Plan(name=f"from order {order.id}", price=order.total))
        order.status = "converted"
    session.commit()


def downgrade():
    pass
