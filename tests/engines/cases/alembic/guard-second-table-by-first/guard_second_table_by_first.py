"""Guard second table by first"""
import sqlalchemy as sa
from alembic import op

revision = "0f6e06eca82c"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    tables = sa.inspect(op.get_bind()).get_table_names()
    if "teams" not in tables:
        op.create_table("teams", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50)))
        op.create_table(
            "team_members",
            sa.Column("team_id", sa.Integer(), sa.ForeignKey("teams.id"), primary_key=True),
            sa.Column("user_id", sa.Integer(), sa.ForeignKey("users.id"), primary_key=True),
        )


def downgrade():
    op.drop_table("team_members")
    op.drop_table("teams")
