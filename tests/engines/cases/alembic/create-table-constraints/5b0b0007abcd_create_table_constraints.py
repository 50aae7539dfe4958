"""Create table constraints"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0007abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id", ondelete="CASCADE")),
        sa.Column("role", sa.String(20), server_default="member", nullable=False),
        sa.Column("joined", sa.DateTime(), server_default=sa.func.now()),
        sa.CheckConstraint("role <> ''", name="ck_members_role"),
        sa.UniqueConstraint("user_id", name="uq_members_user"),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("members")
