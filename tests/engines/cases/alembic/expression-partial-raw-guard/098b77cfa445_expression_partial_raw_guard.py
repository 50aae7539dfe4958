"""Expression partial raw guard"""
import sqlalchemy as sa
from alembic import op

revision = "098b77cfa445"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE UNIQUE INDEX IF NOT EXISTS ux_users_email_ci ON users (lower(email))")
    op.execute("CREATE INDEX IF NOT EXISTS ix_orders_open ON orders (user_id) WHERE status = 'open'")


def downgrade():
    op.execute("DROP INDEX IF EXISTS ix_orders_open")
    op.execute("DROP INDEX IF EXISTS ux_users_email_ci")
