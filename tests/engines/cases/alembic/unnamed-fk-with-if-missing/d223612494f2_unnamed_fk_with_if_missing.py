"""Unnamed fk with if missing"""
import sqlalchemy as sa
from alembic import op

revision = "d223612494f2"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def _column_exists(table, column):
    inspector = sa.inspect(op.get_bind())
    return column in {c["name"] for c in inspector.get_columns(table)}


def upgrade():
    if not _column_exists("orders", "plan_id"):
        op.add_column("orders", sa.Column("plan_id", sa.Integer(), nullable=True))
    op.create_foreign_key(None, "orders", "plans", ["plan_id"], ["id"])


def downgrade():
    op.drop_column("orders", "plan_id")
