"""Pg enum create drop checkfirst"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b021eabcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None

from sqlalchemy.dialects import postgresql

order_state = postgresql.ENUM("new", "paid", "shipped", name="order_state", create_type=False)


def upgrade():
    order_state.create(op.get_bind(), checkfirst=True)
    op.add_column("orders", sa.Column("state", order_state, nullable=True))


def downgrade():
    op.drop_column("orders", "state")
    order_state.drop(op.get_bind(), checkfirst=True)
