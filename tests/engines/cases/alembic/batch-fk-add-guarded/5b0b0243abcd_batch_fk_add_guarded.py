"""Batch fk add guarded"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0243abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    column_names = [column["name"] for column in sa.inspect(conn).get_columns("posts")]
    if "plan_id" not in column_names:
        with op.batch_alter_table("posts") as batch_op:
            batch_op.add_column(sa.Column("plan_id", sa.Integer(), nullable=True))
            batch_op.create_foreign_key("fk_posts_plan", "plans", ["plan_id"], ["id"])


def downgrade():
    with op.batch_alter_table("posts") as batch_op:
        batch_op.drop_constraint("fk_posts_plan", type_="foreignkey")
        batch_op.drop_column("plan_id")
