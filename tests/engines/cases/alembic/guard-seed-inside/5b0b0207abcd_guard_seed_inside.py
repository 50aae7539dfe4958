"""Guard seed inside"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0207abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    conn = op.get_bind()
    if not sa.inspect(conn).has_table("roles"):
        roles = op.create_table(
            "roles",
            sa.Column("id", sa.Integer(), primary_key=True),
            sa.Column("name", sa.String(50), nullable=False),
        )
        op.bulk_insert(roles, [{"name": "admin"}, {"name": "member"}])


def downgrade():
    op.drop_table("roles")
