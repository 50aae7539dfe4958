"""Trigger updated at"""
import sqlalchemy as sa
from alembic import op

revision = "5c00a07e03df"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


TABLES = ("users", "posts")


def upgrade():
    op.execute("""
    CREATE OR REPLACE FUNCTION touch_updated_at() RETURNS trigger AS $$
    BEGIN
        NEW.updated_at = now();
        RETURN NEW;
    END;
    $$ LANGUAGE plpgsql;
    """)
    for table in TABLES:
        op.add_column(table, sa.Column("updated_at", sa.DateTime(), server_default=sa.func.now()))
        op.execute(f"CREATE TRIGGER {table}_touch BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION touch_updated_at()")


def downgrade():
    for table in TABLES:
        op.execute(f"DROP TRIGGER IF EXISTS {table}_touch ON {table}")
        op.drop_column(table, "updated_at")
    op.execute("DROP FUNCTION IF EXISTS touch_updated_at()")
