"""Pg savepoint try"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0231abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy.exc import ProgrammingError


def upgrade():
    conn = op.get_bind()
    for name in ("city", "street"):
        try:
            with conn.begin_nested():
                op.add_column("users", sa.Column(name, sa.String(100)))
        except ProgrammingError:
            pass


def downgrade():
    op.drop_column("users", "street")
    op.drop_column("users", "city")
