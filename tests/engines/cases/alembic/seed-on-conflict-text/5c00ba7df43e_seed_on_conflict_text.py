"""Seed on conflict text"""
import sqlalchemy as sa
from alembic import op

revision = "5c00ba7df43e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        "CREATE TABLE IF NOT EXISTS currencies (code VARCHAR(3) PRIMARY KEY, name VARCHAR(50) NOT NULL)"
    )
    for code, name in [("EUR", "Euro"), ("USD", "US dollar")]:
        op.execute(
            sa.text("INSERT INTO currencies (code, name) VALUES (:code, :name) ON CONFLICT (code) DO NOTHING").bindparams(
                code=code, name=name
            )
        )


def downgrade():
    op.execute("DROP TABLE IF EXISTS currencies")
