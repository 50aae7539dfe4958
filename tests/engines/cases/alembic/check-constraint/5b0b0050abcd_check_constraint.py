"""Check constraint"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0050abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_check_constraint("ck_plans_price", "plans", "price > 0")


def downgrade():
    op.drop_constraint("ck_plans_price", "plans", type_="check")
