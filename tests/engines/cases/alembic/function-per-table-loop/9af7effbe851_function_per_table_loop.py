"""Function per table loop"""
import sqlalchemy as sa
from alembic import op

revision = "9af7effbe851"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


TABLES = ["users", "posts"]


def upgrade():
    op.execute("CREATE OR REPLACE FUNCTION noop() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NEW; END $$")
    for table in TABLES:
        op.execute(f"CREATE OR REPLACE TRIGGER {table}_noop BEFORE UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION noop()")


def downgrade():
    for table in TABLES:
        op.execute(f"DROP TRIGGER {table}_noop ON {table}")
    op.execute("DROP FUNCTION noop()")
