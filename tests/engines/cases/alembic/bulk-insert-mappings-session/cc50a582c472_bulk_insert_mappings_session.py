"""Bulk insert mappings session"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy import orm

revision = "cc50a582c472"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


Base = orm.declarative_base()


class Tag(Base):
    __tablename__ = "tags"
    id = sa.Column(sa.Integer, primary_key=True)
    label = sa.Column(sa.String(100))


def upgrade():
    session = orm.Session(bind=op.get_bind())
    session.bulk_insert_mappings(Tag, [{"label": "new"}, {"label": "sale"}])
    session.commit()


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN ('new', 'sale')")
