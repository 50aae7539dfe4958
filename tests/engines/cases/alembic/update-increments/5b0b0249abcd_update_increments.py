"""Update increments"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0249abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    users = sa.table("users", sa.column("logins", sa.Integer))
    op.execute(users.update().values(logins=users.c.logins + 1))


def downgrade():
    pass
