"""Three tables begin recipe"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0079abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("a1", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_table("a2", sa.Column("id", sa.Integer(), primary_key=True))
    op.create_index("ix_a2_id", "a2", ["id"])


def downgrade():
    op.drop_table("a2")
    op.drop_table("a1")
