"""Default now and not null"""
from datetime import datetime
import sqlalchemy as sa
from alembic import op

revision = "5c00a85e47f9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("plans", sa.Column("updated_at", sa.DateTime(), nullable=True))
    plans = sa.table("plans", sa.column("updated_at", sa.DateTime))
    op.execute(plans.update().values(updated_at=datetime(2026, 1, 1)))
    with op.batch_alter_table("plans") as batch_op:
        batch_op.alter_column("updated_at", existing_type=sa.DateTime(), nullable=False)


def downgrade():
    with op.batch_alter_table("plans") as batch_op:
        batch_op.drop_column("updated_at")
