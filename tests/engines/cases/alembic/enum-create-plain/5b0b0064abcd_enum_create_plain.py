"""Enum create plain"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5b0b0064abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    sa.Enum("s", "m", name="size").create(op.get_bind())
    op.add_column("orders", sa.Column("size", postgresql.ENUM("s", "m", name="size", create_type=False)))


def downgrade():
    op.drop_column("orders", "size")
    op.execute("DROP TYPE size")
