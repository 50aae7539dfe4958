"""Sequence and default"""
import sqlalchemy as sa
from alembic import op

revision = "5c0046898bb4"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(sa.schema.CreateSequence(sa.Sequence("ticket_no_seq", start=1000)))
    op.add_column("orders", sa.Column("ticket_no", sa.Integer(), server_default=sa.text("nextval('ticket_no_seq')")))


def downgrade():
    op.drop_column("orders", "ticket_no")
    op.execute(sa.schema.DropSequence(sa.Sequence("ticket_no_seq")))
