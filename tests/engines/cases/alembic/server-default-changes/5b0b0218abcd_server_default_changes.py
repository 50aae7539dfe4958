"""Server default changes"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0218abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("logins", existing_type=sa.Integer(), server_default="1")
    with op.batch_alter_table("posts") as batch_op:
        batch_op.alter_column("state", existing_type=sa.Integer(), server_default=None)


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.alter_column("state", existing_type=sa.Integer(), server_default="0")
    with op.batch_alter_table("users") as batch_op:
        batch_op.alter_column("logins", existing_type=sa.Integer(), server_default="0")
