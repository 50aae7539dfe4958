"""Pg sequence sql"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b022babcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE SEQUENCE IF NOT EXISTS invoice_numbers START 1000")
    op.execute("ALTER TABLE orders ADD COLUMN IF NOT EXISTS number integer DEFAULT nextval('invoice_numbers')")


def downgrade():
    op.execute("ALTER TABLE orders DROP COLUMN IF EXISTS number")
    op.execute("DROP SEQUENCE IF EXISTS invoice_numbers")
