"""Insert select not exists"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b024eabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute(
        "INSERT INTO plans (name, price) SELECT 'team', 99 FROM (SELECT 1 AS one) AS t "
        "WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'team')"
    )


def downgrade():
    op.execute("DELETE FROM plans WHERE name = 'team'")
