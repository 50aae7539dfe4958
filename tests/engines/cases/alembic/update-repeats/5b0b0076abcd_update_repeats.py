"""Update repeats"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0076abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE plans SET price = price * 100")


def downgrade():
    op.execute("UPDATE plans SET price = price / 100")
