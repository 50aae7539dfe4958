"""Exclude no overlap"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5c00df7bd018"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    op.create_table(
        "bookings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("room", sa.Integer(), nullable=False),
        sa.Column("during", postgresql.TSRANGE(), nullable=False),
    )
    op.create_exclude_constraint("bookings_no_overlap", "bookings", ("room", "="), ("during", "&&"), using="gist")


def downgrade():
    op.drop_constraint("bookings_no_overlap", "bookings")
    op.drop_table("bookings")
