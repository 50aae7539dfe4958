"""Drop parent key dropped before"""
import sqlalchemy as sa
from alembic import op

revision = "9125265917a8"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("regions", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("users", sa.Column("region_id", sa.Integer(), nullable=True))
    op.create_foreign_key("fk_users_regions", "users", "regions", ["region_id"], ["id"])


def downgrade():
    op.drop_constraint("fk_users_regions", "users", type_="foreignkey")
    op.drop_column("users", "region_id")
    op.drop_table("regions")
