"""Two phase column swap"""
import sqlalchemy as sa
from alembic import op

revision = "5c005703ea45"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("total_new", sa.Numeric(10, 2)))
    op.execute("UPDATE orders SET total_new = total / 100.0")
    with op.batch_alter_table("orders") as batch:
        batch.drop_column("total")
        batch.alter_column("total_new", new_column_name="total", existing_type=sa.Numeric(10, 2))


def downgrade():
    with op.batch_alter_table("orders") as batch:
        batch.alter_column("total", type_=sa.Integer(), existing_type=sa.Numeric(10, 2))
