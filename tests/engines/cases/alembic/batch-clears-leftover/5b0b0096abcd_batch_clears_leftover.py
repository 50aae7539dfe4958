"""Batch clears leftover"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0096abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP TABLE IF EXISTS _alembic_tmp_users")
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(100), type_=sa.String(200))


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("name", existing_type=sa.String(200), type_=sa.String(100))
