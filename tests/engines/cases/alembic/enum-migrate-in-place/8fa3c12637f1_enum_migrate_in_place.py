"""Enum migrate in place"""
import sqlalchemy as sa
from alembic import op

revision = "8fa3c12637f1"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE orders ALTER COLUMN status DROP DEFAULT")
    op.execute("DROP TYPE IF EXISTS order_status")
    op.execute("CREATE TYPE order_status AS ENUM ('open', 'paid', 'void')")
    op.execute("ALTER TABLE orders ALTER COLUMN status TYPE order_status USING status::text::order_status")


def downgrade():
    op.execute("ALTER TABLE orders ALTER COLUMN status TYPE varchar(20) USING status::text")
    op.execute("DROP TYPE order_status")
