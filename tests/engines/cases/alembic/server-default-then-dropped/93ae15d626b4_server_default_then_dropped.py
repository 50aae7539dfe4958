"""Server default then dropped"""
import sqlalchemy as sa
from alembic import op

revision = "93ae15d626b4"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("is_admin", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("users", "is_admin", server_default=None, existing_type=sa.Boolean(), existing_nullable=False)


def downgrade():
    op.drop_column("users", "is_admin")
