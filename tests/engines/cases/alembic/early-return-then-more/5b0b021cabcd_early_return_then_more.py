"""Early return then more"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b021cabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    if "audit_events" in inspector.get_table_names():
        return
    op.create_table(
        "audit_events",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("actor", sa.String(100)),
    )
    op.create_index("ix_audit_events_actor", "audit_events", ["actor"])
    op.add_column("users", sa.Column("last_event_id", sa.Integer()))


def downgrade():
    op.drop_column("users", "last_event_id")
    op.drop_table("audit_events")
