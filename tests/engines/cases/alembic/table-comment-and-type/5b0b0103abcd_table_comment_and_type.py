"""Table comment and type"""
import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "5b0b0103abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table_comment("users", "people")
    op.alter_column("users", "name", type_=sa.Text(), nullable=False, existing_type=sa.String(100))
    op.alter_column("orders", "status", type_=sa.Integer(), postgresql_using="CASE status WHEN 'open' THEN 0 ELSE 1 END")


def downgrade():
    op.drop_table_comment("users")
