"""Pg do block constraint"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b022cabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = 'ck_orders_total') THEN
                ALTER TABLE orders ADD CONSTRAINT ck_orders_total CHECK (total >= 0);
            END IF;
        END $$;
        """
    )


def downgrade():
    op.execute("ALTER TABLE orders DROP CONSTRAINT IF EXISTS ck_orders_total")
