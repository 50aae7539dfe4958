"""Downgrade not null fails"""
import sqlalchemy as sa
from alembic import op

revision = "968188466b43"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("posts", "views", existing_type=sa.Integer(), nullable=True)
    op.execute("UPDATE posts SET views = NULL WHERE views = 10")


def downgrade():
    op.alter_column("posts", "views", existing_type=sa.Integer(), nullable=False)
