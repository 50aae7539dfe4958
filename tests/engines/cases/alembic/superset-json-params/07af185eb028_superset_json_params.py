"""Superset json params"""
import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.ext.declarative import declarative_base
from sqlalchemy.orm import Session

revision = "07af185eb028"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = declarative_base()


class Slice(Base):
    __tablename__ = "posts"
    id = sa.Column(sa.Integer, primary_key=True)
    title = sa.Column(sa.String(100))
    body = sa.Column(sa.Text)


def upgrade():
    bind = op.get_bind()
    session = Session(bind=bind)
    for slc in session.query(Slice).filter(Slice.title == "one").all():
        try:
            params = json.loads(slc.body or "{}")
        except json.JSONDecodeError:
            params = {}
        params["time_range"] = params.pop("since", "no filter")
        slc.body = json.dumps(params, sort_keys=True)
    session.commit()
    session.close()


def downgrade():
    pass
