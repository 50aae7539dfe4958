"""Create index name taken"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0034abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_index("ix_posts_title", "orders", ["status"], if_not_exists=True)


def downgrade():
    op.drop_index("ix_posts_title", table_name="orders")
