"""Pg alter type to bool"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0233abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("ALTER TABLE posts ALTER COLUMN state DROP DEFAULT")
    op.alter_column("posts", "state", type_=sa.Boolean(), postgresql_using="state = 1")
    op.execute("ALTER TABLE posts ALTER COLUMN state SET DEFAULT false")


def downgrade():
    pass
