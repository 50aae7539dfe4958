"""Rename table if there"""
import sqlalchemy as sa
from alembic import op

revision = "a708ebcf5279"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    tables = sa.inspect(op.get_bind()).get_table_names()
    if "plans" in tables and "tariffs" not in tables:
        op.rename_table("plans", "tariffs")
    op.add_column("tariffs", sa.Column("seats", sa.Integer()))


def downgrade():
    with op.batch_alter_table("tariffs") as batch_op:
        batch_op.drop_column("seats")
    op.rename_table("tariffs", "plans")
