"""Drop column checked"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000010"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    columns = [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]
    if "logins" in columns:
        op.drop_column("users", "logins")


def downgrade():
    columns = [c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")]
    if "logins" not in columns:
        op.add_column("users", sa.Column("logins", sa.Integer(), server_default="0"))
