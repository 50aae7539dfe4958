"""Create with raw if not exists"""
import sqlalchemy as sa
from alembic import op

revision = "8990b066c224"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("""
        CREATE TABLE IF NOT EXISTS audit_log (
            id INTEGER PRIMARY KEY,
            what VARCHAR(100) NOT NULL
        )
    """)
    op.execute("CREATE INDEX ix_audit_what ON audit_log (what)")


def downgrade():
    op.execute("DROP TABLE IF EXISTS audit_log")
