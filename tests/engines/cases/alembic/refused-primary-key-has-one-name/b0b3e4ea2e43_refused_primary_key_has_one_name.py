"""Plans go by their names"""
import sqlalchemy as sa
from alembic import op

revision = "b0b3e4ea2e43"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.create_table("badges", sa.Column("code", sa.String(20), nullable=False))
    op.create_primary_key("pk_badges", "badges", ["code"])


def downgrade():
    op.drop_constraint(None, "badges", type_="primary")
    op.drop_table("badges")
