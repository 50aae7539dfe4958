"""Rename column batch"""
import sqlalchemy as sa
from alembic import op

revision = "80e5ab254ab5"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("nickname", new_column_name="handle", existing_type=sa.String(100))


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("handle", new_column_name="nickname", existing_type=sa.String(100))
