"""Metadata create all"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0091abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

metadata = sa.MetaData()
notes = sa.Table("notes", metadata, sa.Column("id", sa.Integer, primary_key=True), sa.Column("word", sa.String(50), index=True))


def upgrade():
    metadata.create_all(op.get_bind())


def downgrade():
    metadata.drop_all(op.get_bind())
