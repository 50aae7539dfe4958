"""Drop table if present cascade"""
import sqlalchemy as sa
from alembic import op

revision = "091c29cf618f"
down_revision = "5b0b00000001"
branch_labels = None
depends_on = None


def upgrade():
    op.execute("DROP VIEW IF EXISTS tag_labels")
    op.execute("CREATE VIEW tag_labels AS SELECT label FROM tags")
    op.execute("DROP TABLE IF EXISTS legacy_tags CASCADE")
    op.execute("ALTER TABLE tags ADD COLUMN IF NOT EXISTS color varchar(10) DEFAULT 'grey' NOT NULL")


def downgrade():
    op.execute("ALTER TABLE tags DROP COLUMN IF EXISTS color")
    op.execute("DROP VIEW IF EXISTS tag_labels")
