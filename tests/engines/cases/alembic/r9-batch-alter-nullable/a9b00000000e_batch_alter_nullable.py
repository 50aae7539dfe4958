"""Batch alter nullable"""
import sqlalchemy as sa
from alembic import op

revision = "a9b00000000e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.alter_column("title", existing_type=sa.String(100), nullable=False, server_default="")
        batch_op.add_column(sa.Column("lang", sa.String(5), nullable=True))


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_column("lang")
        batch_op.alter_column("title", existing_type=sa.String(100), nullable=True, server_default=None)
