"""Pg sequence"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b022aabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy.schema import CreateSequence, DropSequence, Sequence


def upgrade():
    op.execute(CreateSequence(Sequence("invoice_numbers")))
    op.add_column("orders", sa.Column("number", sa.Integer(), server_default=sa.text("nextval('invoice_numbers')")))


def downgrade():
    op.drop_column("orders", "number")
    op.execute(DropSequence(Sequence("invoice_numbers")))
