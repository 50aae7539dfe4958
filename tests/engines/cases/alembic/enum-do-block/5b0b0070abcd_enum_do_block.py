"""Enum do block"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0070abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DO $$ BEGIN CREATE TYPE size AS ENUM ('s', 'm'); EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    op.execute("ALTER TABLE orders ADD COLUMN IF NOT EXISTS size size")


def downgrade():
    op.execute("ALTER TABLE orders DROP COLUMN IF EXISTS size")
    op.execute("DROP TYPE IF EXISTS size")
