"""Exclude constraint"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0100abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_exclude_constraint("orders_once", "orders", ("user_id", "="), using="gist")


def downgrade():
    op.drop_constraint("orders_once", "orders")
