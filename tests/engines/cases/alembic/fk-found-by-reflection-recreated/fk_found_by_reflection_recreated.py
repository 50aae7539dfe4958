"""Fk found by reflection recreated"""
import sqlalchemy as sa
from alembic import op

revision = "175324107846"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    for fk in inspector.get_foreign_keys("orders"):
        if fk["referred_table"] == "users":
            op.drop_constraint(fk["name"], "orders", type_="foreignkey")
    op.create_foreign_key("fk_orders_users_cascade", "orders", "users", ["user_id"], ["id"], ondelete="CASCADE")


def downgrade():
    op.drop_constraint("fk_orders_users_cascade", "orders", type_="foreignkey")
    op.create_foreign_key("fk_orders_users", "orders", "users", ["user_id"], ["id"])
