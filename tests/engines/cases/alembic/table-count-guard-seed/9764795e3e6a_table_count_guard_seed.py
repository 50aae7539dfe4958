"""Table count guard seed"""
import sqlalchemy as sa
from alembic import op

revision = "9764795e3e6a"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    roles = op.create_table(
        "roles",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("name", sa.String(30), nullable=False),
        if_not_exists=True,
    )
    bind = op.get_bind()
    if bind.execute(sa.text("SELECT COUNT(*) FROM roles")).scalar() == 0:
        op.bulk_insert(roles, [{"name": "admin"}, {"name": "user"}])


def downgrade():
    op.drop_table("roles")
