"""Bulk insert returned table"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b024dabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    currencies = op.create_table(
        "currencies",
        sa.Column("code", sa.String(3), primary_key=True),
        sa.Column("name", sa.String(50), nullable=False),
        if_not_exists=True,
    )
    op.bulk_insert(currencies, [{"code": "EUR", "name": "Euro"}, {"code": "USD", "name": "Dollar"}])


def downgrade():
    op.drop_table("currencies", if_exists=True)
