"""Batch naming convention"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0216abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

naming_convention = {
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
}


def upgrade():
    with op.batch_alter_table("posts", naming_convention=naming_convention) as batch_op:
        batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
        batch_op.create_foreign_key("fk_posts_plan_id_plans", "plans", ["plan_id"], ["id"])


def downgrade():
    with op.batch_alter_table("posts", naming_convention=naming_convention) as batch_op:
        batch_op.drop_constraint("fk_posts_plan_id_plans", type_="foreignkey")
        batch_op.drop_column("plan_id")
