"""Has index sqlalchemy2"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b021dabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    insp = sa.inspect(op.get_bind())
    if not insp.has_index("users", "ix_users_name"):
        op.create_index("ix_users_name", "users", ["name"])
    if not sa.inspect(op.get_bind()).has_table("sessions"):
        op.create_table("sessions", sa.Column("token", sa.String(64), primary_key=True), sa.Column("user_id", sa.Integer()))


def downgrade():
    op.drop_table("sessions")
    op.drop_index("ix_users_name", table_name="users")
