"""View recreated with f string"""
import sqlalchemy as sa
from alembic import op

revision = "04978f76f12d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


VIEW = "user_totals"
DEFINITION = "SELECT user_id, sum(total) AS total FROM orders GROUP BY user_id"


def upgrade():
    op.execute(f"DROP VIEW IF EXISTS {VIEW}")
    op.execute(f"CREATE VIEW {VIEW} AS {DEFINITION}")


def downgrade():
    op.execute(f"DROP VIEW {VIEW}")
