"""Guard index name typo"""
import sqlalchemy as sa
from alembic import op

revision = "2d4f3e52cb3e"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    insp = sa.inspect(op.get_bind())
    if not any(ix["name"] == "ix_users_nick" for ix in insp.get_indexes("users")):
        op.create_index("ix_users_nickname", "users", ["nickname"])


def downgrade():
    op.drop_index("ix_users_nickname", table_name="users")
