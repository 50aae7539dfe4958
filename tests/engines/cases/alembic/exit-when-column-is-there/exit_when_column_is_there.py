"""Exit when column is there"""
import sqlalchemy as sa
from alembic import op

revision = "003862f006b4"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


from sqlalchemy.exc import ProgrammingError


def upgrade():
    try:
        op.add_column("posts", sa.Column("is_draft", sa.Boolean, default=True))
        op.execute("UPDATE posts SET is_draft = (title = 'New')")
    except ProgrammingError as e:
        if "already exists" in str(e):
            print("columns are there")
            raise


def downgrade():
    op.drop_column("posts", "is_draft")
