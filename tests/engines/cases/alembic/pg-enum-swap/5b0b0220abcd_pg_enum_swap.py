"""Pg enum swap"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0220abcd"
down_revision = "5b0b00000002"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TYPE mood RENAME TO mood_old")
    op.execute("CREATE TYPE mood AS ENUM ('sad', 'ok', 'happy')")
    op.execute("ALTER TABLE people ALTER COLUMN mood TYPE mood USING mood::text::mood")
    op.execute("DROP TYPE mood_old")


def downgrade():
    pass
