"""Langflow style table and index"""
import sqlalchemy as sa
from alembic import op

revision = "5e5991cdf789"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    conn = op.get_bind()
    inspector = sa.inspect(conn)
    table_names = inspector.get_table_names()
    if "message" not in table_names:
        op.create_table(
            "message",
            sa.Column("id", sa.Integer(), nullable=False),
            sa.Column("sender", sa.String(50), nullable=False),
            sa.Column("text", sa.Text(), nullable=False),
            sa.PrimaryKeyConstraint("id", name="pk_message"),
        )
    with op.batch_alter_table("message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_message_sender"), ["sender"], unique=False)


def downgrade() -> None:
    conn = op.get_bind()
    inspector = sa.inspect(conn)
    if "message" in inspector.get_table_names():
        with op.batch_alter_table("message", schema=None) as batch_op:
            batch_op.drop_index(batch_op.f("ix_message_sender"))
        op.drop_table("message")
