"""Exists guard raise"""
import sqlalchemy as sa
from alembic import op

revision = "5c00119bfe6e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if not inspector.has_table("users"):
        raise RuntimeError("run the base migrations first")
    names = {c["name"] for c in inspector.get_columns("users")}
    if "phone" in names:
        return
    op.add_column("users", sa.Column("phone", sa.String(32)))


def downgrade():
    op.drop_column("users", "phone")
