"""Pg schema guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0236abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE SCHEMA IF NOT EXISTS billing")
    if not sa.inspect(op.get_bind()).has_table("invoices", schema="billing"):
        op.create_table(
            "invoices",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("order_id", sa.Integer()),
            schema="billing",
        )


def downgrade():
    op.drop_table("invoices", schema="billing")
    op.execute("DROP SCHEMA billing")
