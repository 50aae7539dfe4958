"""Guard by version table"""
import sqlalchemy as sa
from alembic import op

revision = "5c00b092fdc9"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    tables = sa.inspect(conn).get_table_names()
    if "flags" not in tables:
        op.create_table(
            "flags",
            sa.Column("name", sa.String(40), primary_key=True),
            sa.Column("enabled", sa.Boolean(), nullable=False),
        )
        flags = sa.table("flags", sa.column("name"), sa.column("enabled"))
        op.bulk_insert(flags, [{"name": "search", "enabled": True}, {"name": "beta", "enabled": False}])


def downgrade():
    op.drop_table("flags")
