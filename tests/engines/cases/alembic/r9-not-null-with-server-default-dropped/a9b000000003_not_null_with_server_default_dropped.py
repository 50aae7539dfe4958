"""Not null with server default dropped"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000003"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("currency", sa.String(3), nullable=False, server_default="EUR"))
    op.alter_column("orders", "currency", existing_type=sa.String(3), existing_nullable=False, server_default=None)


def downgrade():
    op.drop_column("orders", "currency")
