"""Batch two guards"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0242abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    inspector = sa.inspect(conn)
    column_names = [column["name"] for column in inspector.get_columns("posts")]
    with op.batch_alter_table("posts", schema=None) as batch_op:
        if "summary" not in column_names:
            batch_op.add_column(sa.Column("summary", sa.Text(), nullable=True))
        if "lang" not in column_names:
            batch_op.add_column(sa.Column("lang", sa.String(8), nullable=True))


def downgrade():
    conn = op.get_bind()
    column_names = [column["name"] for column in sa.inspect(conn).get_columns("posts")]
    with op.batch_alter_table("posts", schema=None) as batch_op:
        if "lang" in column_names:
            batch_op.drop_column("lang")
        if "summary" in column_names:
            batch_op.drop_column("summary")
