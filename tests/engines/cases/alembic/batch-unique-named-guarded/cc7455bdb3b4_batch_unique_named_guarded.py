"""Batch unique named guarded"""
import sqlalchemy as sa
from alembic import op

revision = "cc7455bdb3b4"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    names = [u["name"] for u in sa.inspect(op.get_bind()).get_unique_constraints("plans")]
    if "uq_plans_name" not in names:
        with op.batch_alter_table("plans") as batch_op:
            batch_op.create_unique_constraint("uq_plans_name", ["name"])


def downgrade():
    with op.batch_alter_table("plans") as batch_op:
        batch_op.drop_constraint("uq_plans_name", type_="unique")
