"""Pg alter type cast call"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0234abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("orders", "total", type_=sa.Numeric(12, 2), postgresql_using="CAST(total AS NUMERIC(12, 2))")
    op.alter_column("users", "nickname", type_=sa.Text(), postgresql_using="nickname::text")


def downgrade():
    pass
