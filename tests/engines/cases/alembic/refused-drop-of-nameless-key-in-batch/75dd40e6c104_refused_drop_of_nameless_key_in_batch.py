"""Unique nicknames"""
import sqlalchemy as sa
from alembic import op

revision = "75dd40e6c104"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.create_unique_constraint("uq_users_nickname", ["nickname"])


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.drop_constraint(None, type_="unique")
