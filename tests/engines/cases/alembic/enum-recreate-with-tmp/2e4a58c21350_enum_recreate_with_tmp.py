"""Enum recreate with tmp"""
import sqlalchemy as sa
from alembic import op

revision = "2e4a58c21350"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


old_options = ("draft", "live")
new_options = ("draft", "live", "gone")
tmp_type = sa.Enum(*new_options, name="_post_state")
new_type = sa.Enum(*new_options, name="post_state")


def upgrade():
    op.execute("CREATE TYPE post_state AS ENUM ('draft', 'live')")
    op.execute("ALTER TABLE posts ADD COLUMN pstate post_state DEFAULT 'draft'")
    tmp_type.create(op.get_bind(), checkfirst=False)
    op.execute("ALTER TABLE posts ALTER COLUMN pstate DROP DEFAULT")
    op.execute("ALTER TABLE posts ALTER COLUMN pstate TYPE _post_state USING pstate::text::_post_state")
    op.execute("DROP TYPE post_state")
    new_type.create(op.get_bind(), checkfirst=False)
    op.execute("ALTER TABLE posts ALTER COLUMN pstate TYPE post_state USING pstate::text::post_state")
    op.execute("DROP TYPE _post_state")
    op.execute("ALTER TABLE posts ALTER COLUMN pstate SET DEFAULT 'draft'")


def downgrade():
    op.execute("ALTER TABLE posts DROP COLUMN pstate")
    op.execute("DROP TYPE post_state")
