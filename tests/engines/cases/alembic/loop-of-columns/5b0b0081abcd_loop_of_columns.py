"""Loop of columns"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0081abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    for name in ("city", "street", "zip"):
        op.add_column("users", sa.Column(name, sa.String(50)))


def downgrade():
    for name in ("zip", "street", "city"):
        op.drop_column("users", name)
