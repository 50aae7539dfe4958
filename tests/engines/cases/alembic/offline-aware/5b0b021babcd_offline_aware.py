"""Offline aware"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b021babcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from alembic import context


def upgrade():
    if context.is_offline_mode():
        op.add_column("users", sa.Column("bio", sa.Text()))
        return
    bind = op.get_bind()
    if "bio" not in [c["name"] for c in sa.inspect(bind).get_columns("users")]:
        op.add_column("users", sa.Column("bio", sa.Text()))


def downgrade():
    op.drop_column("users", "bio")
