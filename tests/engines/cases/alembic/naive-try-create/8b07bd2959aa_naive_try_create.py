"""Naive try create"""
import sqlalchemy as sa
from alembic import op

revision = "8b07bd2959aa"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    try:
        op.create_table("flags", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(40)))
    except Exception:
        pass
    op.add_column("users", sa.Column("flag_id", sa.Integer()))


def downgrade():
    op.drop_column("users", "flag_id")
    op.drop_table("flags")
