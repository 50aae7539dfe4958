"""Batch two tables sqlite"""
import sqlalchemy as sa
from alembic import op

revision = "0c581f71d446"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("name", new_column_name="full_name", existing_type=sa.String(100))
    with op.batch_alter_table("orders") as batch_op:
        batch_op.add_column(sa.Column("note", sa.Text()))
        batch_op.create_check_constraint("ck_total", "total >= 0")


def downgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_constraint("ck_total", type_="check")
        batch_op.drop_column("note")
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("full_name", new_column_name="name", existing_type=sa.String(100))
