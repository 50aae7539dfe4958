"""Options json server default"""
import sqlalchemy as sa
from alembic import op

revision = "1a149d01b9de"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("options", sa.JSON(), server_default="{}", nullable=False))
    op.execute("UPDATE posts SET options = '{\"pinned\": true}' WHERE state = 1")


def downgrade():
    op.drop_column("posts", "options")
