"""Enum label loop with existing"""
import sqlalchemy as sa
from alembic import op

revision = "09525b7cfbb4"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


NEW = ["archived", "deleted"]


def upgrade():
    op.execute("DO $$ BEGIN CREATE TYPE post_kind AS ENUM ('a', 'b'); EXCEPTION WHEN duplicate_object THEN NULL; END $$")
    bind = op.get_bind()
    existing = {
        row[0]
        for row in bind.execute(
            sa.text(
                "SELECT e.enumlabel FROM pg_enum e JOIN pg_type t ON t.oid = e.enumtypid WHERE t.typname = 'post_kind'"
            )
        )
    }
    for label in NEW:
        if label not in existing:
            op.execute(f"ALTER TYPE post_kind ADD VALUE '{label}'")


def downgrade():
    op.execute("DROP TYPE IF EXISTS post_kind")
