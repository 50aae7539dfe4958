"""Enum generic in table downgrade leaves"""
import sqlalchemy as sa
from alembic import op

revision = "62741b966cdb"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "shipments",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("carrier", sa.Enum("ups", "dhl", name="carrier"), nullable=False),
        sa.PrimaryKeyConstraint("id"),
    )


def downgrade():
    op.drop_table("shipments")
