"""Orm session add plans"""
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

revision = "5c002ff1ad28"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    session = orm.Session(bind=bind)
    session.add_all(
        [
            Plan(name="pro", price=30),
            Plan(name="team", price=80),
        ]
    )
    session.commit()


def downgrade():
    bind = op.get_bind()
    session = orm.Session(bind=bind)
    session.query(Plan).filter(Plan.name.in_(["pro", "team"])).delete(synchronize_session=False)
    session.commit()
