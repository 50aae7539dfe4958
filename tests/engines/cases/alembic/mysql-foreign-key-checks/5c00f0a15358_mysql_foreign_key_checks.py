"""Mysql foreign key checks"""
import sqlalchemy as sa
from alembic import op

revision = "5c00f0a15358"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("SET FOREIGN_KEY_CHECKS = 0")
    op.drop_constraint("fk_orders_users", "orders", type_="foreignkey")
    op.alter_column("orders", "user_id", existing_type=sa.Integer(), nullable=False)
    op.create_foreign_key("fk_orders_users_cascade", "orders", "users", ["user_id"], ["id"], ondelete="CASCADE")
    op.execute("SET FOREIGN_KEY_CHECKS = 1")


def downgrade():
    op.drop_constraint("fk_orders_users_cascade", "orders", type_="foreignkey")
    op.create_foreign_key("fk_orders_users", "orders", "users", ["user_id"], ["id"])
