"""Create index if not exists"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0033abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_users_email", "users", ["email"], unique=True, if_not_exists=True)


def downgrade():
    op.drop_index("ix_users_email", table_name="users", if_exists=True)
