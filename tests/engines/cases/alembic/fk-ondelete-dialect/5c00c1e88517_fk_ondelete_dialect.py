"""Fk ondelete dialect"""
import sqlalchemy as sa
from alembic import op

revision = "5c00c1e88517"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


FK = "fk_orders_users"


def upgrade():
    if op.get_bind().dialect.name == "sqlite":
        with op.batch_alter_table("orders") as batch_op:
            batch_op.drop_constraint(FK, type_="foreignkey")
            batch_op.create_foreign_key(FK, "users", ["user_id"], ["id"], ondelete="CASCADE")
    else:
        op.drop_constraint(FK, "orders", type_="foreignkey")
        op.create_foreign_key(FK, "orders", "users", ["user_id"], ["id"], ondelete="CASCADE")


def downgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint(FK, type_="foreignkey")
        batch_op.create_foreign_key(FK, "users", ["user_id"], ["id"])
