"""First revision"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0093abcd"
down_revision = None
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("things", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("name", sa.String(50), nullable=False))
    op.create_index("ix_things_name", "things", ["name"])


def downgrade():
    op.drop_index("ix_things_name", table_name="things")
    op.drop_table("things")
