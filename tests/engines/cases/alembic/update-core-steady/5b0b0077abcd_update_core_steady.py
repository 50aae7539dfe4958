"""Update core steady"""
import sqlalchemy as sa
from alembic import op

revision = "5b0b0077abcd"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    users = sa.table("users", sa.column("nickname", sa.String))
    op.execute(users.update().where(users.c.nickname.is_(None)).values(nickname="none"))


def downgrade():
    pass
