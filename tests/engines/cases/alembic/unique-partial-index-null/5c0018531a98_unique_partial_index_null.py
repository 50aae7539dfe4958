"""Unique partial index null"""
import sqlalchemy as sa
from alembic import op

revision = "5c0018531a98"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("plans", sa.Column("deleted_at", sa.DateTime()))
    op.create_index(
        "uq_plans_name_alive",
        "plans",
        ["name"],
        unique=True,
        postgresql_where=sa.text("deleted_at IS NULL"),
        sqlite_where=sa.text("deleted_at IS NULL"),
    )


def downgrade():
    op.drop_index("uq_plans_name_alive", table_name="plans")
    op.drop_column("plans", "deleted_at")
