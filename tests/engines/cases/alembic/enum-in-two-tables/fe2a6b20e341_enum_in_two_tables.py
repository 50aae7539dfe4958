"""Enum in two tables"""
import sqlalchemy as sa
from alembic import op

revision = "fe2a6b20e341"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "invoices",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("state", sa.Enum("draft", "sent", name="invoice_state"), nullable=False),
    )
    op.create_table(
        "invoice_lines",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("invoice_id", sa.Integer(), sa.ForeignKey("invoices.id", name="fk_lines_invoice")),
    )


def downgrade():
    op.drop_table("invoice_lines")
    op.drop_table("invoices")
