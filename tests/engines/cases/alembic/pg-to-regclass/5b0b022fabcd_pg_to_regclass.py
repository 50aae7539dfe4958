"""Pg to regclass"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b022fabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    if bind.execute(sa.text("SELECT to_regclass('public.ledger')")).scalar() is None:
        op.create_table("ledger", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("amount", sa.Numeric(10, 2)))


def downgrade():
    op.drop_table("ledger")
