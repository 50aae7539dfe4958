"""Update swap values"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b024babcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE posts SET state = CASE state WHEN 0 THEN 1 ELSE 0 END")


def downgrade():
    op.execute("UPDATE posts SET state = CASE state WHEN 0 THEN 1 ELSE 0 END")
