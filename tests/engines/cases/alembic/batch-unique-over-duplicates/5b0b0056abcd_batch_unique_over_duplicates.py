"""Batch unique over duplicates"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0056abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("plans") as batch_op:
        batch_op.create_unique_constraint("uq_plans_name", ["name"])


def downgrade():
    with op.batch_alter_table("plans") as batch_op:
        batch_op.drop_constraint("uq_plans_name", type_="unique")
