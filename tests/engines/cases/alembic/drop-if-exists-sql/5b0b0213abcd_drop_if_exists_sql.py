"""Drop if exists sql"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0213abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP TABLE IF EXISTS orders")
    op.execute("DROP INDEX IF EXISTS ix_posts_title" + (" ON posts" if op.get_bind().dialect.name in ("mysql", "mariadb") else ""))


def downgrade():
    pass
