"""Inspector stale"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0013abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    inspector = sa.inspect(bind)

    if not inspector.has_table("comments"):
        op.create_table("comments", sa.Column("id", sa.Integer(), primary_key=True))
    if not inspector.has_table("comments"):
        op.create_table("comments", sa.Column("id", sa.Integer(), primary_key=True))


def downgrade():
    op.drop_table("comments")
