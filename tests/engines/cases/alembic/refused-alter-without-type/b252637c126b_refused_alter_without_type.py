"""Titles are required"""
import sqlalchemy as sa
from alembic import op

revision = "b252637c126b"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE posts SET title = 'untitled' WHERE title IS NULL")
    op.alter_column("posts", "title", nullable=False)


def downgrade():
    op.alter_column("posts", "title", nullable=True)
