"""Drop default after adding"""
import sqlalchemy as sa
from alembic import op

revision = "1da212fa65c1"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("currency", sa.String(3), nullable=False, server_default="eur"))
    op.alter_column("orders", "currency", existing_type=sa.String(3), server_default=None)


def downgrade():
    op.drop_column("orders", "currency")
