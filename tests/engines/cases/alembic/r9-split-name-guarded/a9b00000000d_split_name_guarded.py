"""Split name guarded"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000000d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("first_name", sa.String(100)), if_not_exists=True)
    if "name" in [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]:
        op.execute("UPDATE users SET first_name = name WHERE first_name IS NULL")
        op.drop_column("users", "name")


def downgrade():
    op.add_column("users", sa.Column("name", sa.String(100)), if_not_exists=True)
    op.execute("UPDATE users SET name = first_name")
    op.drop_column("users", "first_name", if_exists=True)
