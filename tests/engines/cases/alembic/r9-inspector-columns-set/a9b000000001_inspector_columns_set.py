"""Inspector columns set"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000001"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    existing = {column["name"] for column in inspector.get_columns("users")}
    for name, type_ in (("city", sa.String(80)), ("zip", sa.String(12))):
        if name not in existing:
            op.add_column("users", sa.Column(name, type_, nullable=True))
    indexes = [index["name"] for index in inspector.get_indexes("users")]
    if "ix_users_zip" not in indexes:
        op.create_index("ix_users_zip", "users", ["zip"])


def downgrade():
    op.drop_index("ix_users_zip", table_name="users")
    op.drop_column("users", "zip")
    op.drop_column("users", "city")
