"""Temp table swap guarded"""
import sqlalchemy as sa
from alembic import op

revision = "407374500f89"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP TABLE IF EXISTS plans_tmp")
    op.execute("CREATE TABLE plans_tmp AS SELECT id, name, price FROM plans")
    op.execute("UPDATE plans_tmp SET name = upper(name)")
    op.execute("UPDATE plans SET name = (SELECT t.name FROM plans_tmp t WHERE t.id = plans.id)")
    op.execute("DROP TABLE plans_tmp")


def downgrade():
    pass
