"""Naming convention metadata"""
import sqlalchemy as sa
from alembic import op

revision = "320ae3798f75"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


naming_convention = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


def upgrade():
    metadata = sa.MetaData(naming_convention=naming_convention)
    teams = sa.Table(
        "teams",
        metadata,
        sa.Column("id", sa.Integer, primary_key=True),
        sa.Column("name", sa.String(60), nullable=False, unique=True),
    )
    teams.create(op.get_bind(), checkfirst=True)
    op.add_column("users", sa.Column("team_id", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_users_team_id_teams", "users", "teams", ["team_id"], ["id"], ondelete="SET NULL")


def downgrade():
    op.drop_constraint("fk_users_team_id_teams", "users", type_="foreignkey")
    op.drop_column("users", "team_id")
    op.drop_table("teams")
