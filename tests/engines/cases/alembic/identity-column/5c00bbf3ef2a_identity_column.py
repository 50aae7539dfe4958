"""Identity column"""
import sqlalchemy as sa
from alembic import op

revision = "5c00bbf3ef2a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "invoices",
        sa.Column("id", sa.BigInteger(), sa.Identity(always=True, start=1000), primary_key=True),
        sa.Column("number", sa.String(32), nullable=False, unique=True),
        sa.Column("net", sa.Numeric(10, 2), nullable=False),
        sa.Column("gross", sa.Numeric(10, 2), sa.Computed("net * 1.2", persisted=True)),
    )
    op.create_index("ix_invoices_gross", "invoices", ["gross"])


def downgrade():
    op.drop_table("invoices")
