"""Scale price"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000001b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("plans", sa.Column("cents", sa.Boolean(), nullable=True), if_not_exists=True)
    op.execute("UPDATE plans SET price = price * 100, cents = true WHERE cents IS NULL")


def downgrade():
    op.execute("UPDATE plans SET price = price / 100 WHERE cents")
    op.drop_column("plans", "cents")
