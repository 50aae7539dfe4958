"""Inspector wrong name"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0014abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    if not sa.inspect(op.get_bind()).has_table("comment"):
        op.create_table("comments", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("comments")
