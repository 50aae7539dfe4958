"""Pg trigger plain"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0228abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

FUNCTION = """
CREATE FUNCTION touch_created_at() RETURNS trigger AS $$
BEGIN
    NEW.created_at = now();
    RETURN NEW;
END;
$$ LANGUAGE plpgsql
"""


def upgrade():
    op.execute(FUNCTION)
    op.execute("CREATE TRIGGER users_touch BEFORE INSERT ON users FOR EACH ROW EXECUTE FUNCTION touch_created_at()")


def downgrade():
    op.execute("DROP TRIGGER users_touch ON users")
    op.execute("DROP FUNCTION touch_created_at()")
