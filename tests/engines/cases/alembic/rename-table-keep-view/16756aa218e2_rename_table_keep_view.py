"""Rename table keep view"""
import sqlalchemy as sa
from alembic import op

revision = "16756aa218e2"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.rename_table("plans", "tariffs")
    op.execute("CREATE VIEW plans AS SELECT * FROM tariffs")


def downgrade():
    op.execute("DROP VIEW plans")
    op.rename_table("tariffs", "plans")
