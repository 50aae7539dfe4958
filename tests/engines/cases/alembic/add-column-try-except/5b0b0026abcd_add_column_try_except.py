"""Add column try except"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0026abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    try:
        op.add_column("users", sa.Column("age", sa.Integer()))
    except Exception:
        pass
    op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True), if_not_exists=True)


def downgrade():
    op.drop_table("notes")
    op.drop_column("users", "age")
