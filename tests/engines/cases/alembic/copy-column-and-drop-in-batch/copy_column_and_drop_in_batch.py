"""Copy column and drop in batch"""
import sqlalchemy as sa
from alembic import op

revision = "13dfe7ef9d14"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("full_name", sa.String(100)))
    op.execute("UPDATE users SET full_name = name")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("name")


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(100)))
    op.execute("UPDATE users SET name = full_name")
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("full_name")
