"""Mariadb dialect branches"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b023fabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    dialect = op.get_bind().dialect.name
    if dialect == "postgresql":
        op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS flags integer DEFAULT 0")
    elif dialect in ("mysql", "mariadb"):
        op.execute("ALTER TABLE users ADD COLUMN IF NOT EXISTS flags INT DEFAULT 0")
    else:
        columns = {row[1] for row in op.get_bind().execute(sa.text("PRAGMA table_info(users)"))}
        if "flags" not in columns:
            op.execute("ALTER TABLE users ADD COLUMN flags INTEGER DEFAULT 0")


def downgrade():
    op.drop_column("users", "flags")
