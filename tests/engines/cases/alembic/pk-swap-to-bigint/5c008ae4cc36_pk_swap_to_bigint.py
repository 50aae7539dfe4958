"""Pk swap to bigint"""
import sqlalchemy as sa
from alembic import op

revision = "5c008ae4cc36"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column("posts", "id", existing_type=sa.Integer(), type_=sa.BigInteger(), existing_nullable=False, autoincrement=True)
    op.alter_column("orders", "total", existing_type=sa.Integer(), type_=sa.Numeric(12, 2), existing_nullable=True)


def downgrade():
    op.alter_column("orders", "total", existing_type=sa.Numeric(12, 2), type_=sa.Integer(), existing_nullable=True)
    op.alter_column("posts", "id", existing_type=sa.BigInteger(), type_=sa.Integer(), existing_nullable=False, autoincrement=True)
