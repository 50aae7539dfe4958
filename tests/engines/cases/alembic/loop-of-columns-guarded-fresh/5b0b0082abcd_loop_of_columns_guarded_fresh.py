"""Loop of columns guarded fresh"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0082abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    for name in ("city", "street", "zip"):
        if name not in [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]:
            op.add_column("users", sa.Column(name, sa.String(50)))


def downgrade():
    pass
