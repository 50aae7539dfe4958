"""Execute loop sql"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0214abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

STATEMENTS = [
    "CREATE TABLE IF NOT EXISTS settings (name VARCHAR(50) PRIMARY KEY, value VARCHAR(200))",
    "CREATE TABLE IF NOT EXISTS flags (name VARCHAR(50) PRIMARY KEY, enabled INTEGER)",
]


def upgrade():
    for statement in STATEMENTS:
        op.execute(statement)


def downgrade():
    for table in ("flags", "settings"):
        op.execute(f"DROP TABLE IF EXISTS {table}")
