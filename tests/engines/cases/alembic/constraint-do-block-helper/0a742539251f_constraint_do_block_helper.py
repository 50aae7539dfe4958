"""Constraint do block helper"""
import sqlalchemy as sa
from alembic import op

revision = "0a742539251f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _add_check(table, name, condition):
    op.execute(
        f"""
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conname = '{name}') THEN
                ALTER TABLE {table} ADD CONSTRAINT {name} CHECK ({condition});
            END IF;
        END $$;
        """
    )


def upgrade():
    _add_check("orders", "ck_orders_total_positive", "total >= 0")
    _add_check("plans", "ck_plans_price_positive", "price >= 0")


def downgrade():
    op.execute("ALTER TABLE plans DROP CONSTRAINT IF EXISTS ck_plans_price_positive")
    op.execute("ALTER TABLE orders DROP CONSTRAINT IF EXISTS ck_orders_total_positive")
