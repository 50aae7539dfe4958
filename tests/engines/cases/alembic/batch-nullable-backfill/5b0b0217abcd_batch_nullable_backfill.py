"""Batch nullable backfill"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0217abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("role", sa.String(20), nullable=True))
    op.execute("UPDATE users SET role = 'member'")
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("role", existing_type=sa.String(20), nullable=False)


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_column("role")
