"""Guard by get columns comprehension"""
import sqlalchemy as sa
from alembic import op

revision = "bdf623e900e7"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    columns = {c["name"] for c in sa.inspect(bind).get_columns("orders")}
    if "shipped_at" not in columns:
        op.add_column("orders", sa.Column("shipped_at", sa.DateTime(), nullable=True))
    if "tracking" not in columns:
        op.add_column("orders", sa.Column("tracking", sa.String(64), nullable=True))


def downgrade():
    with op.batch_alter_table("orders") as batch_op:
        batch_op.drop_column("tracking")
        batch_op.drop_column("shipped_at")
