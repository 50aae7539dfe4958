"""Policies over list of tables"""
import sqlalchemy as sa
from alembic import op

revision = "0ddd2029bd0c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


TABLES = ("orders", "posts")


def upgrade():
    op.execute("CREATE SCHEMA IF NOT EXISTS sec")
    op.execute(
        "CREATE OR REPLACE FUNCTION sec.tenant() RETURNS bigint LANGUAGE sql STABLE AS "
        "$$ SELECT nullif(current_setting('app.tenant', true), '')::bigint $$"
    )
    for table in TABLES:
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"DROP POLICY IF EXISTS {table}_tenant ON {table}")
        op.execute(f"CREATE POLICY {table}_tenant ON {table} USING (user_id = sec.tenant())")


def downgrade():
    for table in reversed(TABLES):
        op.execute(f"DROP POLICY IF EXISTS {table}_tenant ON {table}")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    op.execute("DROP SCHEMA IF EXISTS sec CASCADE")
