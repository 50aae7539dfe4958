"""Execute two statements"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0098abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("CREATE TABLE a1 (id int); CREATE TABLE a2 (id int);")


def downgrade():
    op.execute("DROP TABLE a2")
    op.execute("DROP TABLE a1")
