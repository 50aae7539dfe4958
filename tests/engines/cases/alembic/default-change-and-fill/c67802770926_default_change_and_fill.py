"""Default change and fill"""
import sqlalchemy as sa
from alembic import op

revision = "c67802770926"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("orders", "status", existing_type=sa.String(20), server_default="open")
    op.execute("UPDATE orders SET status = 'open' WHERE status IS NULL")
    op.alter_column("orders", "status", existing_type=sa.String(20), nullable=False, existing_server_default="open")


def downgrade():
    op.alter_column("orders", "status", existing_type=sa.String(20), nullable=True, server_default=None)
