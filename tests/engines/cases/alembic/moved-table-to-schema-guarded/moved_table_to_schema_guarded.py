"""Moved table to schema guarded"""
import sqlalchemy as sa
from alembic import op

revision = "11b7c566581b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE SCHEMA IF NOT EXISTS billing")
    if sa.inspect(op.get_bind()).has_table("plans", schema="public"):
        op.execute("ALTER TABLE public.plans SET SCHEMA billing")


def downgrade():
    op.execute("ALTER TABLE billing.plans SET SCHEMA public")
    op.execute("DROP SCHEMA billing")
