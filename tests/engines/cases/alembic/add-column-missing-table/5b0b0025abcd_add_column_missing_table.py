"""Add column missing table"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0025abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("audit_log", sa.Column("actor", sa.String(50)))


def downgrade():
    op.drop_column("audit_log", "actor")
