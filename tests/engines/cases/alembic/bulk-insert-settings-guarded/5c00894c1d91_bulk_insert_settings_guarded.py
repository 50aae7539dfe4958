"""Bulk insert settings guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5c00894c1d91"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)
    if "settings" not in inspector.get_table_names():
        op.create_table(
            "settings",
            sa.Column("key", sa.String(64), primary_key=True),
            sa.Column("value", sa.Text()),
        )
    settings = sa.table("settings", sa.column("key", sa.String), sa.column("value", sa.Text))
    op.bulk_insert(settings, [{"key": "theme", "value": "dark"}, {"key": "lang", "value": "en"}])


def downgrade():
    op.drop_table("settings")
