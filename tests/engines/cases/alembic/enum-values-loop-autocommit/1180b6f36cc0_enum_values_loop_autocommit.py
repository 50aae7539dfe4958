"""Enum values loop autocommit"""
import sqlalchemy as sa
from alembic import op

revision = "1180b6f36cc0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DO $$ BEGIN CREATE TYPE delivery AS ENUM ('mail'); EXCEPTION WHEN duplicate_object THEN null; END $$")
    with op.get_context().autocommit_block():
        for value in ("pickup", "courier"):
            op.execute(f"ALTER TYPE delivery ADD VALUE IF NOT EXISTS '{value}'")
    op.add_column("orders", sa.Column("delivery", sa.Enum("mail", "pickup", "courier", name="delivery", create_type=False)))


def downgrade():
    op.drop_column("orders", "delivery")
