"""Enum value autocommit guarded"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000006"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


from sqlalchemy.dialects import postgresql


def upgrade():
    postgresql.ENUM("dark", name="shade").create(op.get_bind(), checkfirst=True)
    with op.get_context().autocommit_block():
        op.execute("ALTER TYPE shade ADD VALUE IF NOT EXISTS 'light'")
    shade = postgresql.ENUM("dark", "light", name="shade", create_type=False)
    op.add_column("users", sa.Column("shade", shade, server_default="light"), if_not_exists=True)


def downgrade():
    op.drop_column("users", "shade", if_exists=True)
    op.execute("DROP TYPE IF EXISTS shade")
