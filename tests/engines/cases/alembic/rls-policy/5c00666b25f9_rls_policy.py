"""Rls policy"""
import sqlalchemy as sa
from alembic import op

revision = "5c00666b25f9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE orders ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY own_orders ON orders USING (user_id = current_setting('app.user', true)::int)")


def downgrade():
    op.execute("DROP POLICY own_orders ON orders")
    op.execute("ALTER TABLE orders DISABLE ROW LEVEL SECURITY")
