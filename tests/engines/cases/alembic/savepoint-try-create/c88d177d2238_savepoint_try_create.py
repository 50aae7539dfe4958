"""Savepoint try create"""
import sqlalchemy as sa
from alembic import op

revision = "c88d177d2238"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    try:
        with bind.begin_nested():
            op.add_column("users", sa.Column("locale", sa.String(8)))
    except sa.exc.ProgrammingError:
        pass
    op.execute("UPDATE users SET locale = 'en' WHERE locale IS NULL")


def downgrade():
    op.drop_column("users", "locale")
