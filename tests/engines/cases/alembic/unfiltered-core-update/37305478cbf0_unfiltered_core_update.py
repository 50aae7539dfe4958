"""Unfiltered core update"""
import sqlalchemy as sa
from alembic import op

revision = "37305478cbf0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


users = sa.table("users", sa.column("tier", sa.String))


def upgrade():
    op.add_column("users", sa.Column("tier", sa.String(10)), if_not_exists=True)
    op.execute(users.update().values(tier="free"))


def downgrade():
    op.drop_column("users", "tier")
