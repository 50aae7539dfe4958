"""Rename column"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0041abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("users", "nickname", new_column_name="handle", existing_type=sa.String(100))


def downgrade():
    op.alter_column("users", "handle", new_column_name="nickname", existing_type=sa.String(100))
