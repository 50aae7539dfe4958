"""Citext guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5c00e91d22ec"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute('CREATE EXTENSION IF NOT EXISTS "citext"')
    op.alter_column("users", "email", existing_type=sa.String(100), type_=sa.dialects.postgresql.CITEXT())


def downgrade():
    op.alter_column("users", "email", existing_type=sa.dialects.postgresql.CITEXT(), type_=sa.String(100))
