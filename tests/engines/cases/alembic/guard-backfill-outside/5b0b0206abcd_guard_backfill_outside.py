"""Guard backfill outside"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0206abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    columns = [c["name"] for c in sa.inspect(conn).get_columns("posts")]
    if "visibility" not in columns:
        op.add_column("posts", sa.Column("visibility", sa.String(20), nullable=True))
    op.execute("UPDATE posts SET visibility = 'public' WHERE visibility IS NULL")


def downgrade():
    op.drop_column("posts", "visibility")
