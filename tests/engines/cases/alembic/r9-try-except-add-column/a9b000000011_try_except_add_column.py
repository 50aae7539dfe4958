"""Try except add column"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000011"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    try:
        op.add_column("users", sa.Column("phone", sa.String(20)))
    except sa.exc.OperationalError:
        pass
    except sa.exc.ProgrammingError:
        pass


def downgrade():
    op.drop_column("users", "phone")
