"""Fk replaced on delete"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000019"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_constraint("fk_orders_users", "orders", type_="foreignkey")
    op.create_foreign_key("fk_orders_users", "orders", "users", ["user_id"], ["id"], ondelete="CASCADE")


def downgrade():
    op.drop_constraint("fk_orders_users", "orders", type_="foreignkey")
    op.create_foreign_key("fk_orders_users", "orders", "users", ["user_id"], ["id"])
