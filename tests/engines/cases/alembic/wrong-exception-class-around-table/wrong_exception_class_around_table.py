"""Wrong exception class around table"""
import sqlalchemy as sa
from alembic import op

revision = "160c04c50b55"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


from sqlalchemy.exc import IntegrityError


def upgrade():
    try:
        op.create_table("audits", sa.Column("id", sa.Integer(), primary_key=True))
    except IntegrityError:
        pass


def downgrade():
    op.drop_table("audits")
