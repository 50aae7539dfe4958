"""Seed unguarded core insert"""
import sqlalchemy as sa
from alembic import op

revision = "72f311816fa9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    plans = sa.table("plans", sa.column("name", sa.String), sa.column("price", sa.Integer))
    op.execute(plans.insert().values(name="silver", price=50))


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'silver'")
