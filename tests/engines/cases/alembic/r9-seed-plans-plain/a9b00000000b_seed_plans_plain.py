"""Seed plans plain"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000000b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    plans = sa.table("plans", sa.column("name"), sa.column("price"))
    op.bulk_insert(plans, [{"name": "team", "price": 50}])


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'team'")
