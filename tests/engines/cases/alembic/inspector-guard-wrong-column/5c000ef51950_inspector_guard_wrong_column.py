"""Inspector guard wrong column"""
import sqlalchemy as sa
from alembic import op

revision = "5c000ef51950"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    columns = [c["name"] for c in inspector.get_columns("users")]
    if "verified_at" not in columns:
        op.add_column("users", sa.Column("verified_at", sa.DateTime(), nullable=True))
        op.add_column("users", sa.Column("verified_by", sa.Integer(), nullable=True))
        op.create_index("ix_users_verified_by", "users", ["verified_by"])


def downgrade():
    op.drop_index("ix_users_verified_by", "users")
    op.drop_column("users", "verified_by")
    op.drop_column("users", "verified_at")
