"""Price cents int to numeric"""
import sqlalchemy as sa
from alembic import op

revision = "8bfb0d3a8ec4"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.alter_column(
        "plans",
        "price",
        existing_type=sa.Integer(),
        type_=sa.Numeric(10, 2),
        existing_nullable=True,
        postgresql_using="price / 100.0",
    )


def downgrade():
    op.alter_column("plans", "price", existing_type=sa.Numeric(10, 2), type_=sa.Integer(), existing_nullable=True)
