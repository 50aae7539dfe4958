"""Posts begin as drafts"""
import sqlalchemy as sa
from alembic import op

revision = "e61d8141e03f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("posts", "state", server_default="1", existing_type=sa.Integer())


def downgrade():
    op.alter_column("posts", "state", server_default="0", existing_type=sa.Integer())
