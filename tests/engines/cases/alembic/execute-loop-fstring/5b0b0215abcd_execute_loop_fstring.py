"""Execute loop fstring"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0215abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

TABLES = ["users", "posts"]


def upgrade():
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ADD COLUMN tenant_id INTEGER")
        op.execute(f"CREATE INDEX ix_{table}_tenant_id ON {table} (tenant_id)")


def downgrade():
    for table in TABLES:
        op.drop_index(f"ix_{table}_tenant_id", table_name=table)
        op.drop_column(table, "tenant_id")
