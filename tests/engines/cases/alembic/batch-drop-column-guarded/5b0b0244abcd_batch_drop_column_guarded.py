"""Batch drop column guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0244abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    if "nickname" in {c["name"] for c in sa.inspect(op.get_bind()).get_columns("users")}:
        with op.batch_alter_table("users") as batch_op:
            batch_op.drop_column("nickname")


def downgrade():
    with op.batch_alter_table("users") as batch_op:
        batch_op.add_column(sa.Column("nickname", sa.String(100)))
