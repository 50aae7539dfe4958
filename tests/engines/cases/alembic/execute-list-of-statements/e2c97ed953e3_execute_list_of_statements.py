"""Execute list of statements"""
import sqlalchemy as sa
from alembic import op

revision = "e2c97ed953e3"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


STATEMENTS = [
    "CREATE TABLE IF NOT EXISTS flags (name varchar(50) PRIMARY KEY)",
    "CREATE INDEX IF NOT EXISTS ix_users_nickname ON users (nickname)",
    "CREATE VIEW open_orders AS SELECT id FROM orders WHERE status = 'open'",
]


def upgrade():
    for statement in STATEMENTS:
        op.execute(sa.text(statement))


def downgrade():
    op.execute("DROP VIEW open_orders")
    op.execute("DROP INDEX ix_users_nickname")
    op.execute("DROP TABLE flags")
