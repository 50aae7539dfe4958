"""Settings kv upsert text"""
import sqlalchemy as sa
from alembic import op

revision = "44180a5c15ed"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table(
        "settings",
        sa.Column("key", sa.String(50), primary_key=True),
        sa.Column("value", sa.Text(), nullable=False),
        if_not_exists=True,
    )
    for key, value in {"theme": "dark", "lang": "en"}.items():
        op.execute(
            sa.text(
                "INSERT INTO settings (key, value) VALUES (:k, :v) ON CONFLICT (key) DO UPDATE SET value = excluded.value"
            ).bindparams(k=key, v=value)
        )


def downgrade():
    op.drop_table("settings")
