"""Execute function and trigger"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0086abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""
        CREATE OR REPLACE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            NEW.created_at := now();
            RETURN NEW;
        END;
        $$
    """)
    op.execute("CREATE TRIGGER users_touch BEFORE UPDATE ON users FOR EACH ROW EXECUTE FUNCTION touch()")


def downgrade():
    op.execute("DROP TRIGGER users_touch ON users")
    op.execute("DROP FUNCTION touch()")
