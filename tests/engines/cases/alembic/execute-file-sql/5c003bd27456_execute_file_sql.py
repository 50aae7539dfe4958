"""Execute file sql"""
import os
import sqlalchemy as sa
from alembic import op

revision = "5c003bd27456"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


HERE = os.path.dirname(os.path.abspath(__file__))


def upgrade():
    path = os.path.join(HERE, "views.sql")
    if os.path.exists(path):
        with open(path) as f:
            op.execute(f.read())
    op.add_column("plans", sa.Column("active", sa.Boolean(), server_default=sa.true()))


def downgrade():
    op.drop_column("plans", "active")
