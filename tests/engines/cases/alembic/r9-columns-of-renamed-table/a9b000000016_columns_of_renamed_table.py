"""Columns of renamed table"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000016"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    if "colour" not in [c["name"] for c in inspector.get_columns("tags")]:
        op.add_column("tags", sa.Column("colour", sa.String(10)))
    op.rename_table("tags", "labels")


def downgrade():
    op.rename_table("labels", "tags")
    op.drop_column("tags", "colour")
