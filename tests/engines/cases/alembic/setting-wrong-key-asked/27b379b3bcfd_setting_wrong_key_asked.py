"""Setting wrong key asked"""
import sqlalchemy as sa
from alembic import op

revision = "27b379b3bcfd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    plan = conn.execute(sa.text("SELECT id FROM plans WHERE name = 'Starter'")).fetchone()
    if plan:
        return
    conn.execute(sa.text("INSERT INTO plans (name, price) VALUES ('starter', 5)"))


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'starter'")
