"""Add column not null backfill"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0023abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.add_column("users", sa.Column("role", sa.String(20), nullable=True))
    op.execute("UPDATE users SET role = 'member'")
    op.alter_column("users", "role", existing_type=sa.String(20), nullable=False)


def downgrade():
    op.drop_column("users", "role")
