"""Fk guard through inspector"""
import sqlalchemy as sa
from alembic import op

revision = "5c3e60708f55"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    columns = [c["name"] for c in inspector.get_columns("orders")]
    if "plan_id" not in columns:
        op.add_column("orders", sa.Column("plan_id", sa.Integer(), nullable=True))
    fks = inspector.get_foreign_keys("orders")
    if not any(fk["name"] == "fk_orders_plan" for fk in fks):
        op.create_foreign_key("fk_orders_plan", "orders", "plans", ["plan_id"], ["id"])


def downgrade():
    op.drop_constraint("fk_orders_plan", "orders", type_="foreignkey")
    op.drop_column("orders", "plan_id")
