"""Case backfill core"""
import sqlalchemy as sa
from alembic import op

revision = "13c1b9200a01"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("orders", sa.Column("bucket", sa.String(10), nullable=True))
    orders = sa.table("orders", sa.column("total", sa.Integer), sa.column("bucket", sa.String))
    op.execute(
        orders.update().values(
            bucket=sa.case((orders.c.total >= 100, "big"), else_="small")
        )
    )


def downgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_column("bucket")
