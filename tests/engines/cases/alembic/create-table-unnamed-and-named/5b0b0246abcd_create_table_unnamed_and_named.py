"""Create table unnamed and named"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0246abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "memberships",
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), primary_key=True),
        sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plans.id"), primary_key=True),
        sa.UniqueConstraint("user_id", "plan_id", name="uq_memberships"),
        sa.Index("ix_memberships_plan", "plan_id"),
    )


def downgrade():
    op.drop_table("memberships")
