"""Constraint by information schema"""
import sqlalchemy as sa
from alembic import op

revision = "9112e8b3837b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    there = op.get_bind().execute(sa.text(
        "SELECT COUNT(*) FROM information_schema.table_constraints "
        "WHERE constraint_name = 'uq_users_email' AND table_name = 'users'"
    )).scalar()
    if there == 0:
        op.create_unique_constraint("uq_users_email", "users", ["email"])


def downgrade():
    op.drop_constraint("uq_users_email", "users", type_="unique")
