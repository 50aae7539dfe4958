"""Seed bulk insert"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0071abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

plans = sa.table("plans", sa.column("name", sa.String), sa.column("price", sa.Integer))


def upgrade():
    op.bulk_insert(plans, [{"name": "free", "price": 0}, {"name": "pro", "price": 20}])


def downgrade():
    op.execute(plans.delete().where(plans.c.name.in_(["free", "pro"])))
