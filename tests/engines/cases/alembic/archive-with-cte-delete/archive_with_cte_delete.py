"""Archive with cte delete"""
import sqlalchemy as sa
from alembic import op

revision = "0bf9bb0d0c62"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TABLE IF NOT EXISTS orders_archive (LIKE orders INCLUDING DEFAULTS)")
    op.execute(
        "WITH moved AS (DELETE FROM orders WHERE status = 'open' RETURNING *) INSERT INTO orders_archive SELECT * FROM moved"
    )


def downgrade():
    op.execute("DROP TABLE IF EXISTS orders_archive")
