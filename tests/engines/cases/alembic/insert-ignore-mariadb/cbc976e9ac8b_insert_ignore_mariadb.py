"""Insert ignore mariadb"""
import sqlalchemy as sa
from alembic import op

revision = "cbc976e9ac8b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("INSERT IGNORE INTO tags (label) VALUES ('green'), ('white')")
    op.execute("INSERT INTO plans (name, price) SELECT 'gold', 100 FROM DUAL WHERE NOT EXISTS (SELECT 1 FROM plans WHERE name = 'gold')")


def downgrade():
    op.execute("DELETE FROM tags WHERE label IN ('green', 'white')")
