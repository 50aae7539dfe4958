"""Enum column made and dropped"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "ff6dd4379aba"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


order_kind = postgresql.ENUM("web", "phone", "shop", name="order_kind")


def upgrade():
    order_kind.create(op.get_bind())
    op.add_column("orders", sa.Column("kind", order_kind, server_default="web", nullable=False))


def downgrade():
    op.drop_column("orders", "kind")
    order_kind.drop(op.get_bind())
