"""Price to cents"""
import sqlalchemy as sa
from alembic import op

revision = "5c00256bca51"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("UPDATE plans SET price = price * 100 WHERE price IS NOT NULL")
    with op.batch_alter_table("plans") as batch_op:
        batch_op.alter_column("price", new_column_name="price_cents", existing_type=sa.Integer())


def downgrade():
    with op.batch_alter_table("plans") as batch_op:
        batch_op.alter_column("price_cents", new_column_name="price", existing_type=sa.Integer())
    op.execute("UPDATE plans SET price = price / 100")
