"""Savepoint try add column"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000012"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    try:
        with conn.begin_nested():
            op.add_column("users", sa.Column("phone", sa.String(20)))
    except (sa.exc.OperationalError, sa.exc.ProgrammingError):
        pass


def downgrade():
    op.drop_column("users", "phone")
