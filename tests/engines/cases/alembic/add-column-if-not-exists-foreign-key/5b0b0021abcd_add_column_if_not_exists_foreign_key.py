"""Add column if not exists foreign key"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0021abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("posts", sa.Column("plan_id", sa.Integer(), sa.ForeignKey("plans.id")), if_not_exists=True)


def downgrade():
    pass
