"""Sa update case expression"""
import sqlalchemy as sa
from alembic import op

revision = "1a158e7daad5"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


orders = sa.table("orders", sa.column("status", sa.String), sa.column("total", sa.Integer))


def upgrade():
    op.get_bind().execute(
        orders.update().values(
            status=sa.case((orders.c.total > 80, "large"), else_="small")
        )
    )


def downgrade():
    pass
