"""Drop guarded loop"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0212abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    inspector = sa.inspect(op.get_bind())
    for table in ("orders", "plans"):
        if inspector.has_table(table):
            op.drop_table(table)


def downgrade():
    pass
