"""Add column if not exists index true"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0022abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("slug", sa.String(50), index=True), if_not_exists=True)


def downgrade():
    op.drop_column("posts", "slug")
