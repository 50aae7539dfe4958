"""Seed select first"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0074abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

plans = sa.table("plans", sa.column("name", sa.String), sa.column("price", sa.Integer))


def upgrade():
    bind = op.get_bind()
    if not bind.execute(sa.text("SELECT 1 FROM plans WHERE name = 'free'")).first():
        bind.execute(sa.text("INSERT INTO plans (name, price) VALUES (:name, :price)"), {"name": "free", "price": 0})


def downgrade():
    pass
