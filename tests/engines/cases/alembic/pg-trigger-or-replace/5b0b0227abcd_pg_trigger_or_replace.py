"""Pg trigger or replace"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0227abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        """
        CREATE OR REPLACE FUNCTION touch_created_at() RETURNS trigger AS $$
        BEGIN
            NEW.created_at = now();
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql;
        """
    )
    op.execute("DROP TRIGGER IF EXISTS users_touch ON users")
    op.execute(
        "CREATE TRIGGER users_touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch_created_at()"
    )


def downgrade():
    op.execute("DROP TRIGGER IF EXISTS users_touch ON users")
    op.execute("DROP FUNCTION IF EXISTS touch_created_at()")
