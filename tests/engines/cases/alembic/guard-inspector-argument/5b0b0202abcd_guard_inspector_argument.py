"""Guard inspector argument"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0202abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def column_exists(inspector, table, column):
    return column in {c["name"] for c in inspector.get_columns(table)}


def upgrade():
    conn = op.get_bind()
    inspector = sa.inspect(conn)
    if not column_exists(inspector, "users", "phone"):
        op.add_column("users", sa.Column("phone", sa.String(32)))
    if not column_exists(inspector, "users", "country"):
        op.add_column("users", sa.Column("country", sa.String(2)))


def downgrade():
    op.drop_column("users", "country")
    op.drop_column("users", "phone")
