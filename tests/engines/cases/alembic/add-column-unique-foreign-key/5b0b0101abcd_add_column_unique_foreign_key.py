"""Add column unique foreign key"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0101abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("code", sa.String(10), unique=True))
    op.add_column("users", sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plans.id", name="fk_users_plan")))


def downgrade():
    op.drop_constraint("fk_users_plan", "users", type_="foreignkey")
    op.drop_column("users", "plan_id")
    op.drop_column("users", "code")
