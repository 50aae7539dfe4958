"""Seed then ddl"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0075abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

plans = sa.table("plans", sa.column("name", sa.String), sa.column("price", sa.Integer))


def upgrade():
    op.bulk_insert(plans, [{"name": "free", "price": 0}])
    op.add_column("plans", sa.Column("currency", sa.String(3)))
    op.create_index("ix_plans_name", "plans", ["name"])


def downgrade():
    op.drop_index("ix_plans_name", table_name="plans")
    op.drop_column("plans", "currency")
    op.execute("DELETE FROM plans WHERE name = 'free'")
