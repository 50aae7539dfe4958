"""Execute hand commit"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0089abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TABLE a1 (id int)")
    op.execute("COMMIT")
    op.execute("CREATE TABLE a2 (id int)")


def downgrade():
    op.execute("DROP TABLE a2")
    op.execute("DROP TABLE a1")
