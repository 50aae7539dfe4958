"""Table names list guard"""
import sqlalchemy as sa
from alembic import op

revision = "5790402a3c17"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    existing = sa.inspect(op.get_bind()).get_table_names()
    if "webhooks" not in existing:
        op.create_table(
            "webhooks",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("url", sa.String(200)),
        )
    if "deliveries" not in existing:
        op.create_table(
            "deliveries",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("webhook_id", sa.Integer(), sa.ForeignKey("webhooks.id")),
        )
        op.create_index("ix_deliveries_webhook", "deliveries", ["webhook_id"])


def downgrade():
    op.drop_table("deliveries")
    op.drop_table("webhooks")
