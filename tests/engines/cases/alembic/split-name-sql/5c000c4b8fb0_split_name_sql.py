"""Split name sql"""
import sqlalchemy as sa
from alembic import op

revision = "5c000c4b8fb0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("first_name", sa.String(length=100), nullable=True))
        batch_op.add_column(sa.Column("last_name", sa.String(length=100), nullable=True))

    op.execute("UPDATE users SET first_name = name, last_name = ''")

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("name")


def downgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("name", sa.String(length=100), nullable=True))

    op.execute("UPDATE users SET name = first_name")

    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.drop_column("last_name")
        batch_op.drop_column("first_name")
