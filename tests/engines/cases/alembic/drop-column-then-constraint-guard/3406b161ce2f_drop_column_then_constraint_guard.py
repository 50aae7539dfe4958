"""Drop column then constraint guard"""
import sqlalchemy as sa
from alembic import op

revision = "3406b161ce2f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    insp = sa.inspect(bind)
    for fk in insp.get_foreign_keys("orders"):
        if fk["constrained_columns"] == ["user_id"]:
            op.drop_constraint(fk["name"], "orders", type_="foreignkey")
    if "user_id" in [c["name"] for c in insp.get_columns("orders")]:
        op.drop_column("orders", "user_id")


def downgrade():
    op.add_column("orders", sa.Column("user_id", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_orders_users", "orders", "users", ["user_id"], ["id"])
