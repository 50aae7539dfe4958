"""Multiply in place core"""
import sqlalchemy as sa
from alembic import op

revision = "f40e7c232e9d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    plans = sa.table("plans", sa.column("price", sa.Integer))
    op.execute(plans.update().values(price=plans.c.price * 100))


def downgrade():
    plans = sa.table("plans", sa.column("price", sa.Integer))
    op.execute(plans.update().values(price=plans.c.price / 100))
