"""Seed each asked"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0208abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

ROLES = [{"name": "starter", "price": 5}, {"name": "team", "price": 50}]


def upgrade():
    conn = op.get_bind()
    plans = sa.table("plans", sa.column("name", sa.String), sa.column("price", sa.Integer))
    for row in ROLES:
        exists = conn.execute(sa.select(plans.c.name).where(plans.c.name == row["name"])).first()
        if not exists:
            conn.execute(plans.insert().values(**row))


def downgrade():
    op.execute("DELETE FROM plans WHERE name IN ('starter', 'team')")
