"""Execute view"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0085abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE VIEW names AS SELECT id, name FROM users")


def downgrade():
    op.execute("DROP VIEW names")
