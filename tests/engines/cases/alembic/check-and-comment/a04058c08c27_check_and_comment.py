"""Check and comment"""
import sqlalchemy as sa
from alembic import op

revision = "a04058c08c27"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_check_constraint("ck_plans_price", "plans", "price >= 0")
    op.create_table_comment("plans", "What can be bought")
    op.alter_column("plans", "price", comment="in cents", existing_type=sa.Integer())


def downgrade():
    op.alter_column("plans", "price", comment=None, existing_type=sa.Integer())
    op.drop_table_comment("plans")
    op.drop_constraint("ck_plans_price", "plans")
