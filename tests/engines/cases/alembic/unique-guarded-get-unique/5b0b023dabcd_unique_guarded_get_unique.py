"""Unique guarded get unique"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b023dabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    uniques = {uc["name"] for uc in inspector.get_unique_constraints("users")}
    if "uq_users_email" not in uniques:
        op.create_unique_constraint("uq_users_email", "users", ["email"])


def downgrade():
    op.drop_constraint("uq_users_email", "users", type_="unique")
