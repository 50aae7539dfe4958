"""Expression index inspected"""
import sqlalchemy as sa
from alembic import op

revision = "f1f6c43ef0ef"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    insp = sa.inspect(op.get_bind())
    names = [ix["name"] for ix in insp.get_indexes("users")]
    if "ix_users_lower_name" not in names:
        op.create_index("ix_users_lower_name", "users", [sa.text("lower(name)")])


def downgrade():
    op.drop_index("ix_users_lower_name", table_name="users")
