"""Early return if table"""
import sqlalchemy as sa
from alembic import op

revision = "5c00df77f8bd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    if "audit_log" in sa.inspect(conn).get_table_names():
        return
    op.create_table(
        "audit_log",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("actor", sa.String(80)),
        sa.Column("at", sa.DateTime(), server_default=sa.func.now()),
    )
    op.create_index("ix_audit_log_actor", "audit_log", ["actor"])


def downgrade():
    op.drop_table("audit_log")
