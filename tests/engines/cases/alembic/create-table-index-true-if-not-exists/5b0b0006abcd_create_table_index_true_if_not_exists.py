"""Create table index true if not exists"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0006abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("notes", sa.Column("id", sa.Integer(), primary_key=True), sa.Column("word", sa.String(50), index=True), if_not_exists=True)


def downgrade():
    op.drop_table("notes")
