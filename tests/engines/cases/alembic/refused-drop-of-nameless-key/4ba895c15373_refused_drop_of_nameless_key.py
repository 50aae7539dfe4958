"""Posts belong to plans"""
import sqlalchemy as sa
from alembic import op

revision = "4ba895c15373"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    bind = op.get_bind()
    columns = {c["name"] for c in sa.inspect(bind).get_columns("posts")}
    if "plan_id" not in columns:
        op.add_column("posts", sa.Column("plan_id", sa.Integer(), nullable=True))
        op.create_foreign_key(None, "posts", "plans", ["plan_id"], ["id"])


def downgrade():
    op.drop_constraint(None, "posts", type_="foreignkey")
    op.drop_column("posts", "plan_id")
