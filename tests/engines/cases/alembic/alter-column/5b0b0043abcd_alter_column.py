"""Alter column"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0043abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("users", "name", type_=sa.Text(), existing_type=sa.String(100))
    op.alter_column("posts", "views", server_default="0", existing_type=sa.Integer())


def downgrade():
    op.alter_column("posts", "views", server_default=None, existing_type=sa.Integer())
    op.alter_column("users", "name", type_=sa.String(100), existing_type=sa.Text())
