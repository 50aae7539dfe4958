"""Made by the application"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0092abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("audit", sa.Column("id", sa.Integer(), primary_key=True))
    op.add_column("users", sa.Column("age", sa.Integer()))


def downgrade():
    op.drop_column("users", "age")
    op.drop_table("audit")
