"""Seed add all new table"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.orm import Session, declarative_base

revision = "5214de50dec0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = declarative_base()


class Country(Base):
    __tablename__ = "countries"
    code = sa.Column(sa.String(2), primary_key=True)
    name = sa.Column(sa.String(60), nullable=False)


def upgrade():
    op.create_table(
        "countries",
        sa.Column("code", sa.String(2), primary_key=True),
        sa.Column("name", sa.String(60), nullable=False),
    )
    session = Session(bind=op.get_bind())
    session.add_all([Country(code="de", name="Germany"), Country(code="fr", name="France")])
    session.add(Country(code="it", name="Italy"))
    session.commit()


def downgrade():
    op.drop_table("countries")
