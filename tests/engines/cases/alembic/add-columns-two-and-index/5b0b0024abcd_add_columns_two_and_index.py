"""Add columns two and index"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0024abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("age", sa.Integer()))
    op.add_column("users", sa.Column("city", sa.String(50)))
    op.create_index(op.f("ix_users_city"), "users", ["city"], unique=False)


def downgrade():
    op.drop_index(op.f("ix_users_city"), table_name="users")
    op.drop_column("users", "city")
    op.drop_column("users", "age")
