"""Mysql alter combined guard"""
import sqlalchemy as sa
from alembic import op

revision = "5c001fd544fc"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    found = conn.execute(
        sa.text(
            "SELECT COUNT(*) FROM information_schema.columns "
            "WHERE table_schema = DATABASE() AND table_name = 'users' AND column_name = 'score'"
        )
    ).scalar()
    if not found:
        op.execute("ALTER TABLE users ADD COLUMN score INT NOT NULL DEFAULT 0")
        op.execute("ALTER TABLE users ADD INDEX ix_users_score (score)")


def downgrade():
    op.execute("ALTER TABLE users DROP COLUMN score")
