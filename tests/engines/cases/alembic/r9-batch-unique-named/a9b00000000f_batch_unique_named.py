"""Batch unique named"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000000f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.create_unique_constraint(batch_op.f("uq_plans_name"), ["name"])


def downgrade():
    with op.batch_alter_table("plans", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("uq_plans_name"), type_="unique")
