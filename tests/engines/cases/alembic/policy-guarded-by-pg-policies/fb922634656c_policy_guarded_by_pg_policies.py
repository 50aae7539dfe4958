"""Policy guarded by pg policies"""
import sqlalchemy as sa
from alembic import op

revision = "fb922634656c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE orders ENABLE ROW LEVEL SECURITY")
    op.execute("""
        DO $$
        BEGIN
            IF NOT EXISTS (SELECT 1 FROM pg_policies WHERE tablename = 'orders' AND policyname = 'own_orders') THEN
                CREATE POLICY own_orders ON orders USING (user_id = 1);
            END IF;
        END
        $$
    """)


def downgrade():
    op.execute("DROP POLICY IF EXISTS own_orders ON orders")
    op.execute("ALTER TABLE orders DISABLE ROW LEVEL SECURITY")
