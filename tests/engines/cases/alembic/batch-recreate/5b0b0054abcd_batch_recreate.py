"""Batch recreate"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0054abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.add_column(sa.Column("age", sa.Integer(), nullable=True))
        batch_op.alter_column("name", existing_type=sa.String(100), type_=sa.String(200))


def downgrade():
    with op.batch_alter_table("users", schema=None) as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(200), type_=sa.String(100))
        batch_op.drop_column("age")
