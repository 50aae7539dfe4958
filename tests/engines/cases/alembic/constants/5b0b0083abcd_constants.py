"""Constants"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0083abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

TABLE = "users"
COLUMN = "age"


def upgrade():
    op.add_column(TABLE, sa.Column(COLUMN, sa.Integer()))
    op.create_index(f"ix_{TABLE}_{COLUMN}", TABLE, [COLUMN])


def downgrade():
    op.drop_index(f"ix_{TABLE}_{COLUMN}", table_name=TABLE)
    op.drop_column(TABLE, COLUMN)
