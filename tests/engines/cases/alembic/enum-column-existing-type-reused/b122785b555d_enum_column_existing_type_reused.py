"""Enum column existing type reused"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "b122785b555d"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


priority = postgresql.ENUM("low", "high", name="priority", create_type=False)


def upgrade():
    op.execute("CREATE TYPE priority AS ENUM ('low', 'high')")
    op.add_column("orders", sa.Column("priority", priority, server_default="low"))
    op.add_column("posts", sa.Column("priority", priority))


def downgrade():
    op.drop_column("posts", "priority")
    op.drop_column("orders", "priority")
    op.execute("DROP TYPE priority")
