"""Foreign key unnamed"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0045abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_foreign_key(None, "posts", "users", ["user_id"], ["id"], ondelete="CASCADE")


def downgrade():
    pass
