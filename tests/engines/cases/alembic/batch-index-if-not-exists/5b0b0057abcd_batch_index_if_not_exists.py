"""Batch index if not exists"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0057abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.create_index("ix_users_email", ["email"], if_not_exists=True)


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_index("ix_users_email", if_exists=True)
