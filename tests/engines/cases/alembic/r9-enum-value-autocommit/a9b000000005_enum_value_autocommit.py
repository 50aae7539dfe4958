"""Enum value autocommit"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000005"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TYPE shade AS ENUM ('dark')")
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE shade ADD VALUE 'light'")
    op.add_column("users", sa.Column("shade", sa.Enum("dark", "light", name="shade", create_type=False), server_default="light"))


def downgrade():
    op.drop_column("users", "shade")
    op.execute("DROP TYPE shade")
