"""Pg extension uuid default"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0237abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy.dialects.postgresql import UUID


def upgrade():
    op.execute('CREATE EXTENSION IF NOT EXISTS "pgcrypto"')
    op.create_table(
        "tokens",
        sa.Column("id", UUID(as_uuid=True), primary_key=True, server_default=sa.text("gen_random_uuid()")),
        sa.Column("label", sa.String(50), unique=True),
        if_not_exists=True,
    )
    op.execute("INSERT INTO tokens (label) VALUES ('root') ON CONFLICT (label) DO NOTHING")


def downgrade():
    op.drop_table("tokens")
