"""Downgrade drops parent first"""
import sqlalchemy as sa
from alembic import op

revision = "79595c0f7b1b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), if_not_exists=True)
    op.create_table(
        "members",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id")),
        if_not_exists=True,
    )


def downgrade():
    op.drop_table("teams", if_exists=True)
    op.drop_table("members", if_exists=True)
