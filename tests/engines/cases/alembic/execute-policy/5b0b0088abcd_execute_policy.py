"""Execute policy"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0088abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE orders ENABLE ROW LEVEL SECURITY")
    op.execute("CREATE POLICY own ON orders USING (user_id = 1)")


def downgrade():
    op.execute("DROP POLICY own ON orders")
    op.execute("ALTER TABLE orders DISABLE ROW LEVEL SECURITY")
