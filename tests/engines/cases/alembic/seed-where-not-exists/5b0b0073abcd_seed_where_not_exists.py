"""Seed where not exists"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0073abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

plans = sa.table("plans", sa.column("name", sa.String), sa.column("price", sa.Integer))


def upgrade():
    op.execute(
        plans.insert().from_select(
            ["name", "price"],
            sa.select(sa.literal("free", sa.String(100)), sa.literal(0, sa.Integer())).where(~sa.exists().where(plans.c.name == "free")),
        )
    )


def downgrade():
    op.execute(plans.delete().where(plans.c.name == "free"))
