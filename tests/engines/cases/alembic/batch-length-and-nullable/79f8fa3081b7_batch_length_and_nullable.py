"""Batch length and nullable"""
import sqlalchemy as sa
from alembic import op

revision = "79f8fa3081b7"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.alter_column("title", existing_type=sa.String(100), type_=sa.String(255), existing_nullable=True)
        batch_op.alter_column("views", existing_type=sa.Integer(), server_default="0", existing_nullable=True)
    op.execute("UPDATE posts SET views = 0 WHERE views IS NULL")
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.alter_column("views", existing_type=sa.Integer(), nullable=False, existing_server_default="0")


def downgrade():
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.alter_column("views", existing_type=sa.Integer(), nullable=True, server_default=None)
        batch_op.alter_column("title", existing_type=sa.String(255), type_=sa.String(100), existing_nullable=True)
