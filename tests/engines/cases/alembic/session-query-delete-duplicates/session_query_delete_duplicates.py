"""Session query delete duplicates"""
import sqlalchemy as sa
from alembic import op

revision = "1bcef84980ed"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


from sqlalchemy import orm


def upgrade():
    bind = op.get_bind()
    session = orm.Session(bind=bind)
    session.execute(
        sa.text("DELETE FROM orders WHERE id NOT IN (SELECT keep FROM (SELECT min(id) AS keep FROM orders GROUP BY user_id, total) AS k)")
    )
    session.commit()
    op.create_index("uq_orders_user_total", "orders", ["user_id", "total"], unique=True)


def downgrade():
    op.drop_index("uq_orders_user_total", table_name="orders")
