"""Inspector columns set"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0012abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)

    columns = {column["name"] for column in inspector.get_columns("users")}
    if "age" not in columns:
        op.add_column("users", sa.Column("age", sa.Integer(), nullable=True))
    if "city" not in columns:
        op.add_column("users", sa.Column("city", sa.String(50), nullable=True))
    indexes = {index["name"] for index in inspector.get_indexes("users")}
    if "ix_users_city" not in indexes:
        op.create_index("ix_users_city", "users", ["city"])


def downgrade():
    op.drop_index("ix_users_city", table_name="users")
    op.drop_column("users", "city")
    op.drop_column("users", "age")
