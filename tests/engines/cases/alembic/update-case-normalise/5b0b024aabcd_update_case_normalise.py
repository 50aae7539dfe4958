"""Update case normalise"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b024aabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE users SET email = LOWER(email)")
    op.execute("UPDATE orders SET status = 'paid' WHERE status = 'open'")


def downgrade():
    pass
