"""Dialect branch"""
import sqlalchemy as sa
from alembic import op

revision = "a9b000000013"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    if bind.dialect.name == "postgresql":
        op.execute("ALTER TABLE posts ADD COLUMN IF NOT EXISTS meta jsonb NOT NULL DEFAULT '{}'")
    elif bind.dialect.name == "sqlite":
        op.add_column("posts", sa.Column("meta", sa.JSON()))
    else:
        op.execute("ALTER TABLE posts ADD COLUMN IF NOT EXISTS meta longtext")


def downgrade():
    op.drop_column("posts", "meta")
