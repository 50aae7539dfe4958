"""Drop if count zero"""
import sqlalchemy as sa
from alembic import op

revision = "5c0056d3be15"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    left = conn.execute(sa.text("SELECT COUNT(*) FROM plans WHERE price > 1000000")).scalar()
    if left:
        raise RuntimeError("there are absurd plans: clean them first")
    op.drop_table("plans")


def downgrade():
    op.create_table(
        "plans",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(100)),
        sa.Column("price", sa.Integer()),
    )
