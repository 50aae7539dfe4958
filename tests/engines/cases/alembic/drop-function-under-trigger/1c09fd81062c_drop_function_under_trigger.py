"""Drop function under trigger"""
import sqlalchemy as sa
from alembic import op

revision = "1c09fd81062c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP FUNCTION IF EXISTS orders_stamp()")
    op.execute(
        """
        CREATE FUNCTION orders_stamp() RETURNS trigger AS $$
        BEGIN
            NEW.status := coalesce(NEW.status, 'open');
            RETURN NEW;
        END;
        $$ LANGUAGE plpgsql
        """
    )
    op.execute("DROP TRIGGER IF EXISTS orders_stamp ON orders")
    op.execute("CREATE TRIGGER orders_stamp BEFORE INSERT ON orders FOR EACH ROW EXECUTE FUNCTION orders_stamp()")


def downgrade():
    op.execute("DROP TRIGGER orders_stamp ON orders")
    op.execute("DROP FUNCTION orders_stamp()")
