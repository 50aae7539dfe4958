"""Trigger function replace"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000017"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""
        CREATE OR REPLACE FUNCTION touch_order() RETURNS trigger AS $$
        BEGIN
            NEW.total := coalesce(NEW.total, 0);
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql
    """)
    op.execute("DROP TRIGGER IF EXISTS orders_touch ON orders")
    op.execute("CREATE TRIGGER orders_touch BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION touch_order()")


def downgrade():
    op.execute("DROP TRIGGER orders_touch ON orders")
    op.execute("DROP FUNCTION touch_order()")
