"""Enum made twice"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0066abcd"
down_revision = "5b0b00000002"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("moods", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("mood", sa.Enum("sad", "ok", name="mood")))


def downgrade():
    op.drop_table("moods")
