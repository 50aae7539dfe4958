"""Add column if not exists sqlite"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0020abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("age", sa.Integer()), if_not_exists=True)


def downgrade():
    op.drop_column("users", "age", if_exists=True)
