"""Enum add value check pg enum"""
import sqlalchemy as sa
from alembic import op

revision = "4ba54466d79e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TYPE shade AS ENUM ('dark', 'light')") if not op.get_bind().execute(
        sa.text("SELECT 1 FROM pg_type WHERE typname = 'shade'")
    ).scalar() else None
    op.add_column("tags", sa.Column("shade", sa.Enum("dark", "light", name="shade", create_type=False)), if_not_exists=True)


def downgrade():
    op.drop_column("tags", "shade")
    op.execute("DROP TYPE shade")
