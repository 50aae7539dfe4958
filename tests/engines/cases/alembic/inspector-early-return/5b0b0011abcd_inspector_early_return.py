"""Inspector early return"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0011abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    columns = [c["name"] for c in sa.inspect(conn).get_columns("users")]
    if "age" in columns:
        return
    op.add_column("users", sa.Column("age", sa.Integer()))
    op.create_index("ix_users_age", "users", ["age"])


def downgrade():
    op.drop_index("ix_users_age", table_name="users")
    op.drop_column("users", "age")
