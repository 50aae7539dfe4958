"""Pg enum rename and recreate"""
import sqlalchemy as sa
from alembic import op

revision = "50ba437a232e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TYPE size_old AS ENUM ('s', 'm')")
    op.execute("ALTER TABLE plans ADD COLUMN size size_old")
    op.execute("CREATE TYPE size_new AS ENUM ('s', 'm', 'l')")
    op.execute("ALTER TABLE plans ALTER COLUMN size TYPE size_new USING size::text::size_new")
    op.execute("DROP TYPE size_old")


def downgrade():
    op.execute("ALTER TABLE plans DROP COLUMN size")
    op.execute("DROP TYPE size_new")
