"""Guard table but index outside"""
import sqlalchemy as sa
from alembic import op

revision = "fafdeea694c0"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    if not bind.dialect.has_table(bind, "webhooks"):
        op.create_table(
            "webhooks",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("url", sa.String(200), nullable=False),
        )
    op.create_index("ix_webhooks_url", "webhooks", ["url"], unique=True)


def downgrade():
    op.drop_index("ix_webhooks_url", table_name="webhooks")
    op.drop_table("webhooks")
