"""Metadata tables create"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0248abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

metadata = sa.MetaData()
devices = sa.Table(
    "devices",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("serial", sa.String(40)),
)


def upgrade():
    devices.create(op.get_bind(), checkfirst=True)


def downgrade():
    devices.drop(op.get_bind(), checkfirst=True)
