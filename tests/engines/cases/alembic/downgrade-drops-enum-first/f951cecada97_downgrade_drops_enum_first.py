"""Downgrade drops enum first"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "f951cecada97"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


kind = postgresql.ENUM("a", "b", name="ticket_kind", create_type=False)


def upgrade():
    kind.create(op.get_bind(), checkfirst=True)
    op.create_table("tickets", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("kind", kind), if_not_exists=True)


def downgrade():
    kind.drop(op.get_bind(), checkfirst=True)
    op.drop_table("tickets", if_exists=True)
