"""Drop column"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0028abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.drop_column("users", "nickname")


def downgrade():
    op.add_column("users", sa.Column("nickname", sa.String(100)))
