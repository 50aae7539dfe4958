"""Merge of nothing"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0095abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    pass


def downgrade():
    pass
