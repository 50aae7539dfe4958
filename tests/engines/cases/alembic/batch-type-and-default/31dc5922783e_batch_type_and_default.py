"""Batch type and default"""
import sqlalchemy as sa
from alembic import op

revision = "31dc5922783e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.alter_column("views", existing_type=sa.Integer(), type_=sa.BigInteger(), nullable=True)
        batch_op.add_column(sa.Column("language", sa.String(5), server_default="en", nullable=False))
        batch_op.create_index("ix_posts_language", ["language"], unique=False)


def downgrade():
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.drop_index("ix_posts_language")
        batch_op.drop_column("language")
        batch_op.alter_column("views", existing_type=sa.BigInteger(), type_=sa.Integer(), nullable=True)
