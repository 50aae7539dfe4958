"""Drop parent and make again"""
import sqlalchemy as sa
from alembic import op

revision = "60e4ba6a666e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP TABLE IF EXISTS regions")
    op.create_table("regions", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table(
        "cities",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("region_id", sa.Integer(), sa.ForeignKey("regions.id", name="fk_cities_regions")),
        if_not_exists=True,
    )


def downgrade():
    op.execute("DROP TABLE IF EXISTS cities, regions")
